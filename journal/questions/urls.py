from django.urls import path

from journal.questions import asking_views, views

app_name = "questions"
urlpatterns = [
    path("last-night/", views.last_night, name="last-night"),
    path("", views.start, name="start"),
    path("earlier/", views.earlier, name="earlier"),
    path("kept/", views.kept, name="kept"),
    path("depth/", views.depth, name="depth"),
    path("ask/", asking_views.ask, name="ask"),
    path("asked/", asking_views.asked_of_me, name="asked"),
    path("ours/", asking_views.ours, name="ours"),
    path("ours/<uuid:id>/removal/", asking_views.removal, name="removal"),
    path("ours/<uuid:id>/return/", asking_views.put_back, name="return"),
    path("<uuid:id>/", views.page, name="page"),
    path("<uuid:id>/draft/", views.draft, name="draft"),
    path("<uuid:id>/giving/", views.giving, name="giving"),
    path("<uuid:id>/retraction/", views.retraction, name="retraction"),
    path("<uuid:id>/aside/", views.aside, name="aside"),
    path("<uuid:id>/landing/", views.feedback, name="feedback"),
    path("<uuid:id>/withdrawal/", asking_views.withdrawal, name="withdrawal"),
]
