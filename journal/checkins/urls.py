from django.urls import path

from journal.checkins import views

app_name = "checkins"
urlpatterns = [
    path("", views.start, name="start"),
    path("rang/<date:on>/", views.rang, name="rang"),
    path("kept/", views.kept, name="kept"),
    path("<date:on>/", views.day, name="day"),
    path("<date:on>/draft/", views.draft, name="draft"),
    path("<date:on>/so-far/", views.so_far, name="so-far"),
    path("<date:on>/seal/", views.seal, name="seal"),
    path("<date:on>/retraction/", views.retraction, name="retraction"),
    path("<date:on>/pass/", views.pass_tonight, name="pass"),
]
