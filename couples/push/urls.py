from django.urls import path

from couples.push import views

app_name = "push"
urlpatterns = [
    path("", views.devices, name="list"),
    path("again/", views.again, name="again"),
    path("<uuid:id>/removal/", views.removal, name="removal"),
]
