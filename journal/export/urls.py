from django.urls import path

from journal.export import views

app_name = "export"
urlpatterns = [
    path("", views.home, name="home"),
    path("<uuid:id>/", views.file, name="file"),
]
