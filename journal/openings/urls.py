from django.urls import path

from journal.openings import views

app_name = "openings"
urlpatterns = [
    path("", views.home, name="home"),
    path("new/", views.new, name="new"),
    path("depth/", views.depth, name="depth"),
    path("hints/", views.hints, name="hints"),
    path("<uuid:id>/", views.edit, name="edit"),
    path("<uuid:id>/draft/", views.draft, name="draft"),
    path("<uuid:id>/sending/", views.sending, name="sending"),
    path("<uuid:id>/undo/", views.undo, name="undo"),
    path("<uuid:id>/removal/", views.removal, name="removal"),
]
