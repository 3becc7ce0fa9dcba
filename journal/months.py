"""Lists show one month at a time, with the other months as links (`templates/_months.html`).

A practice's first page shows the newest few of the newest month, with a link to all of it (`newest_of_month`).
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, TypeVar

from django.db import models

from couples.newest import READ, Newest, newest

Rows = TypeVar("Rows", bound=models.QuerySet[Any])


def by_month(rows: Rows, field: str, asked: str) -> tuple[Rows, dict[str, Any]]:
    """The rows of the month somebody asked for (`2026-11`), newest first, and what the page's links need."""
    months = months_of(rows, field)
    month = chosen(asked, months)
    return within(rows, field, month), {"months": months, "month": month}


def newest_of_month(
    rows: models.QuerySet[Any], field: str, asked: str, *, most: int = READ
) -> tuple[Newest[Any], dict[str, Any]]:
    """As `by_month`, but of a month that nobody asked for only the newest few are loaded."""
    found, months = by_month(rows, field, asked)
    few = newest(found, most, whole=is_asked_for(asked, months["month"]))
    return few, months | {"more": few.more}


def is_asked_for(asked: str, month: date | None) -> bool:
    return month is not None and f"{month:%Y-%m}" == asked


def months_of(rows: models.QuerySet[Any], field: str) -> list[date]:
    """Newest first, of days as they are and of moments by the reader's calendar."""
    if isinstance(rows.model._meta.get_field(field), models.DateTimeField):
        return [moment.date() for moment in rows.datetimes(field, "month", order="DESC")]
    return list(rows.dates(field, "month", order="DESC"))


def chosen(asked: str, months: Sequence[date]) -> date | None:
    """The month somebody asked for, or the newest."""
    return next((month for month in months if is_asked_for(asked, month)), months[0] if months else None)


def within(rows: Rows, field: str, month: date | None) -> Rows:
    if month is None:
        return rows.none()
    return rows.filter(**{f"{field}__year": month.year, f"{field}__month": month.month}).order_by(f"-{field}", "pk")
