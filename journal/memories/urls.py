from django.urls import path

from journal.memories import photograph_views, views

app_name = "memories"
urlpatterns = [
    path("", views.home, name="home"),
    path("new/", views.new, name="new"),
    path("<uuid:id>/", views.memory, name="memory"),
    path("<uuid:id>/edit/", views.edit, name="edit"),
    path("<uuid:id>/draft/", views.draft, name="draft"),
    path("saving/", views.saving, name="saving"),
    path("<uuid:id>/photograph/", photograph_views.whole, name="photograph"),
    path("<uuid:id>/photograph/small/", photograph_views.small, name="small"),
    path("<uuid:id>/photograph/removal/", photograph_views.removal, name="photograph-removal"),
    path("<uuid:id>/removal/", views.removal, name="removal"),
]
