from django.urls import path

from rituals import feed_views, log_views, one_views, snooze_views, views

app_name = "rituals"
urlpatterns = [
    path("", views.index, name="list"),
    path("check-in/", views.checkin, name="checkin"),
    path("new/", views.new, name="new"),
    path("later/<str:token>/", snooze_views.later, name="later"),
    path("calendar/", feed_views.calendar, name="calendar"),
    path("calendar/check-in/", feed_views.choice, name="calendar-checkin"),
    path("calendar/revocation/", feed_views.revocation, name="calendar-revocation"),
    path("calendar/<str:token>.ics", feed_views.subscription, name="feed"),
    path("<uuid:id>/nearer.ics", feed_views.download, name="download"),
    path("<uuid:id>/", views.detail, name="detail"),
    path("<uuid:id>/change/", views.edit, name="edit"),
    path("<uuid:id>/turns/", views.taking_turns, name="turns"),
    path("<uuid:id>/noticed/", log_views.note, name="note"),
    path("noticed/<uuid:id>/", log_views.reword, name="noticed"),
    path("noticed/<uuid:id>/removal/", log_views.removal, name="noticed-removal"),
    path("noticed/<uuid:id>/return/", log_views.restoration, name="noticed-return"),
    path("<uuid:id>/<date:on>/", one_views.one, name="one"),
    path("<uuid:id>/<date:on>/skip/", one_views.skip, name="skip"),
    path("<uuid:id>/<date:on>/usual/", one_views.usual, name="usual"),
    path("<uuid:id>/<date:on>/preparer/", one_views.preparer, name="preparer"),
    path("<uuid:id>/snooze/", snooze_views.snooze, name="snooze"),
    path("<uuid:id>/snooze/removal/", snooze_views.removal, name="snooze-removal"),
    path("<uuid:id>/retirement/", views.retirement, name="retirement"),
    path("<uuid:id>/return/", views.restoration, name="restoration"),
]
