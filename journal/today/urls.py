from django.urls import path

from journal.today import views

app_name = "today"
urlpatterns = [
    path("begin/", views.begin, name="begin"),
    path("today/", views.home, name="home"),
    path("together/", views.together, name="together"),
    path("talk/", views.talk, name="talk"),
]
