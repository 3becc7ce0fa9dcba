from django.urls import path

from journal.appreciations import views

app_name = "appreciations"
urlpatterns = [
    path("", views.index, name="list"),
    path("new/", views.new, name="new"),
    path("first/", views.first, name="first"),
    path("first/note/", views.first_note, name="first-note"),
    path("<uuid:id>/", views.edit, name="edit"),
    path("<uuid:id>/draft/", views.draft, name="draft"),
    path("<uuid:id>/sending/", views.sending, name="sending"),
    path("<uuid:id>/undo/", views.undo, name="undo"),
    path("<uuid:id>/keeping/", views.keeping, name="keeping"),
    path("<uuid:id>/removal/", views.removal, name="removal"),
]
