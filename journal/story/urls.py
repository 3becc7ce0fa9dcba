from django.urls import path

from journal.story import views

app_name = "story"
urlpatterns = [path("", views.us, name="us")]
