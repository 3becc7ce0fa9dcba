from django.urls import path

from journal.demo import views

app_name = "demo"
urlpatterns = [
    path("", views.home, name="home"),
    path("made/", views.made, name="made"),
    path("<uuid:id>/session/", views.session, name="session"),
    path("<uuid:id>/again/", views.again, name="again"),
    path("removal/", views.removal, name="removal"),
]
