from django.urls import path

from journal.search import views

app_name = "search"
urlpatterns = [path("", views.search, name="page")]
