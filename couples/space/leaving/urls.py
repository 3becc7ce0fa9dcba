from django.urls import path

from couples.space.leaving import views

app_name = "leaving"
urlpatterns = [
    path("", views.home, name="home"),
    path("email/", views.telling, name="telling"),
    path("now/", views.now, name="now"),
    path("told/", views.told, name="told"),
]
