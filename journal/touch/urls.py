from django.urls import path

from journal.touch import asking_views, views

app_name = "touch"
urlpatterns = [
    path("", views.home, name="home"),
    path("state/", views.state, name="state"),
    path("marks/", views.marks, name="marks"),
    path("marks/clearing/", views.clearing, name="clearing"),
    path("marks/keeping/", views.keeping, name="keeping"),
    path("marks/withdrawal/", views.withdrawal, name="withdrawal"),
    path("marks/own/", views.own, name="own"),
    path("marks/own/removal/", views.removal, name="removal"),
    path("asking/", asking_views.ask, name="ask"),
    path("asking/hints/", asking_views.hints, name="hints"),
    path("asked/<uuid:id>/", asking_views.question, name="question"),
    path("asked/<uuid:id>/answer/", asking_views.answer, name="answer"),
    path("asked/<uuid:id>/return/", asking_views.take_back, name="return"),
]
