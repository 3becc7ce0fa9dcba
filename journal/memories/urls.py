from django.urls import path

from journal.memories import views

app_name = "memories"
urlpatterns = [
    path("", views.home, name="home"),
    path("new/", views.new, name="new"),
    path("<uuid:id>/", views.memory, name="memory"),
    path("<uuid:id>/edit/", views.edit, name="edit"),
    path("<uuid:id>/draft/", views.draft, name="draft"),
    path("<uuid:id>/saving/", views.saving, name="saving"),
    path("<uuid:id>/removal/", views.removal, name="removal"),
]
