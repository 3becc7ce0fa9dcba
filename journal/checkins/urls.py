from datetime import date

from django.urls import path, register_converter

from journal.checkins import views


class DateConverter:
    """A calendar date, 2026-11-22; anything else is no address of ours."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


register_converter(DateConverter, "date")

app_name = "checkins"
urlpatterns = [
    path("", views.start, name="start"),
    path("kept/", views.kept, name="kept"),
    path("<date:on>/", views.day, name="day"),
    path("<date:on>/draft/", views.draft, name="draft"),
    path("<date:on>/seal/", views.seal, name="seal"),
    path("<date:on>/retraction/", views.retraction, name="retraction"),
    path("<date:on>/pass/", views.pass_tonight, name="pass"),
]
