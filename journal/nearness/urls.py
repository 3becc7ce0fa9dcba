from django.urls import path

from journal.nearness import views

app_name = "nearness"
urlpatterns = [
    path("", views.home, name="home"),
    path("sharing/", views.sharing, name="sharing"),
    path("sharing/end/", views.ending, name="ending"),
]
