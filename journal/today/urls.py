from django.urls import path

from journal.today import views

app_name = "today"
urlpatterns = [
    path("today/", views.home, name="home"),
    path("together/", views.together, name="together"),
    path("talk/", views.talk, name="talk"),
]
