"""A ritual as its reader's own clock tells it, where it goes by a place that nobody chose to name (T5).

Its wall times and dates by that place would tell where somebody lives as surely as the name. It rings by them as ever.
Every other ritual is told by its own rule.
"""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from couples import clock
from couples.zones import stored_zone
from rituals.cadence import LAST, Rule, instant, next_start
from rituals.models import Ritual

#: Any day will do, as long as it stays the same one.
_SOME_DAY = date(2026, 1, 1)
_MOST_WEEKDAYS = 4


def told_rule(ritual: Ritual, own: ZoneInfo) -> Rule:
    """By the reader's clock as it is at the next time; of a monthly one, the next time's own place in its month."""
    rule, local = ritual.rule, stored_zone(ritual.zone)
    following = next_start(replace(rule, ends_on=None), clock.now(), local) if ritual.hides_place else None
    if following is None:
        return rule
    here = following.at.astimezone(own)
    shift = here.date() - following.on
    return replace(
        rule,
        at=here.time().replace(second=0, microsecond=0, fold=0),
        weekdays=frozenset((day + shift.days) % 7 for day in rule.weekdays),
        monthday=here.day if rule.monthday and shift else rule.monthday,
        nth=_nth(here.day) if rule.nth and shift else rule.nth,
        starts_on=_shifted(rule.starts_on, shift),
        ends_on=_shifted(rule.ends_on, shift),
    )


def told_wall(ritual: Ritual, wall: datetime, own: ZoneInfo) -> datetime:
    """Wall time of the ritual's, as the reader is told it."""
    return _across(wall, stored_zone(ritual.zone), own) if ritual.hides_place else wall


def ritual_wall(ritual: Ritual, wall: datetime, own: ZoneInfo) -> datetime:
    """The way back: what the reader writes, as wall time of the ritual's."""
    return _across(wall, own, stored_zone(ritual.zone)) if ritual.hides_place else wall


def told_date(ritual: Ritual, on: date) -> date:
    """The date an occurrence is named by in addresses and calendars: the rule's own, or about the one in UTC.

    One step for all dates of a ritual, so that no two are called the same, and no clock that changes renames one.
    """
    return on + _step(ritual)


def rule_date(ritual: Ritual, told: date) -> date:
    """The way back. Raises OverflowError beyond the first and the last of all dates."""
    return told - _step(ritual)


def _step(ritual: Ritual) -> timedelta:
    if not ritual.hides_place:
        return timedelta(0)
    at = datetime.combine(_SOME_DAY, ritual.at, stored_zone(ritual.zone))
    return at.astimezone(UTC).date() - _SOME_DAY


def _across(wall: datetime, here: ZoneInfo, there: ZoneInfo) -> datetime:
    with suppress(OverflowError):  # the first and the last of all dates
        if at := instant(wall.time(), here, wall.date()):
            return at.astimezone(there).replace(tzinfo=None)
    return wall


def _nth(day: int) -> int:
    nth = (day - 1) // 7 + 1
    return nth if nth <= _MOST_WEEKDAYS else LAST


def _shifted(day: date | None, shift: timedelta) -> date | None:
    with suppress(OverflowError):
        return day and day + shift
    return day
