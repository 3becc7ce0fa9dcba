from django.urls import path

from journal.breaks import views

app_name = "breaks"
urlpatterns = [
    path("", views.home, name="home"),
    path("link/", views.link, name="link"),
    path("<uuid:id>/", views.page, name="page"),
    path("<uuid:id>/ready/", views.ready, name="ready"),
    path("<uuid:id>/new-time/", views.new_time, name="new-time"),
    path("<uuid:id>/rest/", views.rest, name="rest"),
]
