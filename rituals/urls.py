from django.urls import path

from rituals import views

app_name = "rituals"
urlpatterns = [
    path("", views.index, name="list"),
    path("check-in/", views.checkin, name="checkin"),
    path("new/", views.new, name="new"),
    path("mail/", views.mail, name="mail"),
    path("<uuid:id>/", views.detail, name="detail"),
    path("<uuid:id>/change/", views.edit, name="edit"),
    path("<uuid:id>/retirement/", views.retirement, name="retirement"),
    path("<uuid:id>/return/", views.restoration, name="restoration"),
]
