from django.urls import path

from journal.support import views

app_name = "support"
urlpatterns = [
    path("", views.home, name="home"),
    path("first-hour/", views.first_hour, name="first-hour"),
    path("choosing/", views.choosing, name="choosing"),
]
