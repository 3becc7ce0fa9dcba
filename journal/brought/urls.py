from django.urls import path

from journal.brought import views

app_name = "brought"
urlpatterns = [
    path("", views.home, name="home"),
    path("removal/", views.removal, name="removal"),
    path("<slug:practice>/<slug:kind>/", views.words, name="words"),
]
