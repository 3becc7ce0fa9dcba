"""Named without a namespace: pages of every floor lead here."""

from django.urls import path

from journal.help import views
from journal.practices import PRACTICES

urlpatterns = [
    path("", views.home, name="help"),
    *(path(each.path, views.practice, {"practice": each}, name=each.help_page) for each in PRACTICES),
]
