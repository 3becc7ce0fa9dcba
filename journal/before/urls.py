from django.urls import path

from journal.before import views

app_name = "before"
urlpatterns = [
    path("", views.home, name="home"),
    path("later/", views.later, name="later"),
    path("<uuid:before>/first-lines/", views.guidelines, name="guidelines"),
    path("<uuid:before>/<slug:practice>/", views.practice, name="practice"),
    path("<uuid:before>/<slug:practice>/choice/", views.choice, name="choice"),
    path("<uuid:before>/<slug:practice>/words/<slug:kind>/", views.words, name="words"),
]
