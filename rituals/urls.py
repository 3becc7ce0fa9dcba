from django.urls import path

from rituals import views
from rituals.calendar import views as calendar_views
from rituals.noticed import views as noticed_views
from rituals.occurrences import views as occurrence_views
from rituals.snooze import views as snooze_views
from rituals.told import views as told_views

app_name = "rituals"
urlpatterns = [
    path("", views.index, name="list"),
    path("check-in/", views.checkin, name="checkin"),
    path("new/", views.new, name="new"),
    path("later/<str:token>/", snooze_views.later, name="later"),
    path("calendar/", calendar_views.calendar, name="calendar"),
    path("calendar/check-in/", calendar_views.choice, name="calendar-checkin"),
    path("calendar/revocation/", calendar_views.revocation, name="calendar-revocation"),
    path("calendar/<str:token>.ics", calendar_views.subscription, name="feed"),
    path("<uuid:id>/nearer.ics", calendar_views.download, name="download"),
    path("<uuid:id>/", views.detail, name="detail"),
    path("<uuid:id>/change/", views.edit, name="edit"),
    # The address of pages opened before it was renamed; `reverse` takes the last of a name.
    path("<uuid:id>/turns/", views.preparers, name="preparers"),
    path("<uuid:id>/preparers/", views.preparers, name="preparers"),
    path("<uuid:id>/noticed/", noticed_views.note, name="note"),
    path("noticed/<uuid:id>/", noticed_views.reword, name="noticed"),
    path("noticed/<uuid:id>/removal/", noticed_views.removal, name="noticed-removal"),
    path("noticed/<uuid:id>/return/", noticed_views.restoration, name="noticed-return"),
    path("<uuid:id>/<date:on>/", occurrence_views.one, name="one"),
    path("<uuid:id>/<date:on>/skip/", occurrence_views.skip, name="skip"),
    path("<uuid:id>/<date:on>/usual/", occurrence_views.usual, name="usual"),
    path("<uuid:id>/<date:on>/preparer/", occurrence_views.preparation, name="preparer"),
    path("<uuid:id>/another-time/", told_views.another_time, name="another-time"),
    path("<uuid:id>/fine/", told_views.fine, name="fine"),
    path("<uuid:id>/<date:on>/fine/", told_views.fine_once, name="fine-once"),
    path("<uuid:id>/snooze/", snooze_views.snooze, name="snooze"),
    path("<uuid:id>/snooze/removal/", snooze_views.removal, name="snooze-removal"),
    path("<uuid:id>/retirement/", views.retirement, name="retirement"),
    path("<uuid:id>/return/", views.restoration, name="restoration"),
]
