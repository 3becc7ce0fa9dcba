from django.urls import path

from journal.story import views

app_name = "story"
urlpatterns = [
    path("", views.us, name="us"),
    path("story/", views.story, name="story"),
    path("story/hidden/", views.hidden, name="hidden"),
    path("story/<slug:chapter>/<uuid:about>/hiding/", views.hiding, name="hiding"),
    path("story/<slug:chapter>/<uuid:about>/showing/", views.showing, name="showing"),
]
