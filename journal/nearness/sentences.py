"""What two lines say, in words: month by month, by how each one's last word changed. A fact, and no verdict."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from couples.localized import day
from journal.nearness.words import RISING, Nearness

#: So many months are told, the newest of those in which something changed.
TOLD = 2


def told(one: Mapping[date, Nearness], other: Mapping[date, Nearness]) -> str:
    """The last two changes, the earlier one first."""
    changes = {month: (_step(one, month), _step(other, month)) for month in _months(one, other)}
    changed = [(month, steps) for month, steps in changes.items() if any(steps)][-TOLD:]
    if not changed:
        return _("It has felt much the same to each of you.")
    return " ".join(_sentence(month, *steps) for month, steps in changed)


def _sentence(month: date, one: int, other: int) -> str:
    words = {"month": day(month, "F")}
    if one > 0 and other > 0:
        return _("In %(month)s it felt closer to both of you.") % words
    if one < 0 and other < 0:
        return _("In %(month)s it felt further apart to both of you.") % words
    return _("In %(month)s it did not feel the same to you both.") % words


def _months(*lines: Mapping[date, Nearness]) -> list[date]:
    return sorted({week.replace(day=1) for line in lines for week in line})


def _step(line: Mapping[date, Nearness], month: date) -> int:
    """Up, down, or neither: from their last word before this month to their last one in it."""
    before = [word for week, word in sorted(line.items()) if week < month]
    within = [word for week, word in sorted(line.items()) if week.replace(day=1) == month]
    if not within:
        return 0
    first = before[-1] if before else within[0]
    risen = RISING.index(within[-1]) - RISING.index(first)
    return (risen > 0) - (risen < 0)
