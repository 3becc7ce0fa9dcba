"""What may stand in an address besides what Django knows."""

from datetime import date

from django.urls import register_converter


class DateConverter:
    """A calendar date, 2026-11-22; anything else is no address of ours."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


register_converter(DateConverter, "date")
