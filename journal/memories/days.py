"""When something was (pure): a year, with its month and its day as far as somebody knows them."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from couples.errors import Refused
from couples.localized import day as written_day
from journal.story_lines import Known

FIRST_YEAR = 1900


class NoSuchDay(Refused):
    message = _("There is no such day. Choose another one, or leave the day empty.")


class DayNeedsMonth(Refused):
    message = _("Choose the month too, or leave the day empty.")


class NotYet(Refused):
    message = _("That day is still to come. Choose today or an earlier day.")


class TooEarly(Refused):
    message = _("Choose a year from 1900 on.")


def first_day(year: str, month: str, day: str, *, today: date) -> date:
    """The first day it may have been. Raises Refused for one that cannot be, or is still to come."""
    if not year.isascii() or not year.isdigit() or int(year) < FIRST_YEAR:
        raise TooEarly
    if day and not month:
        raise DayNeedsMonth
    try:
        on = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        raise NoSuchDay from None
    if on > today:
        raise NotYet
    return on


def in_words(on: date, known: Known) -> str:
    """As pages write it: “3 June 2019”, “June 2019” or “2019”."""
    if known is Known.YEAR:
        return str(on.year)
    return written_day(on, "F Y" if known is Known.MONTH else "j F Y")
