from django.urls import path

from couples.consent import views

app_name = "consent"
urlpatterns = [
    path("", views.home, name="home"),
    path("no/", views.without, name="without"),
]
