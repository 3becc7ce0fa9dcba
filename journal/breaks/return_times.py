"""Which return times are on offer, and what instant a chosen one is. Pure: one clock in, instants out.

All by the clock of whoever chooses. A wall time that the zone skips is moved on, and of one that comes twice it is the
first (T1). Every time lies within a day.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from couples.quiet import instant
from journal.breaks.models import LONGEST

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
#: The hours an evening has room for, the first that is far enough ahead.
TONIGHT = (time(20), time(22, 30))
#: Nearer than this, one of the short breaks does as well.
FAR_ENOUGH = timedelta(minutes=75)
TOMORROW = (time(19), time(9))
#: Before this hour it is still the night of the day before.
MORNING = time(5)


class Choice(StrEnum):
    QUARTER = "15"
    HALF = "30"
    HOUR = "60"
    TONIGHT = "tonight"
    TOMORROW = "tomorrow"
    OWN = "own"


SHORT = {
    Choice.QUARTER: timedelta(minutes=15),
    Choice.HALF: timedelta(minutes=30),
    Choice.HOUR: timedelta(hours=1),
}


@dataclass(frozen=True, slots=True)
class Offered:
    choice: Choice
    at: datetime


def offered(now: datetime, zone: ZoneInfo) -> Iterator[Offered]:
    """Those that can be chosen now: an evening that is almost over has no “tonight”."""
    for choice, length in SHORT.items():
        yield Offered(choice, _whole_minute(now + length))
    if tonight := _tonight(now, zone):
        yield Offered(Choice.TONIGHT, tonight)
    if tomorrow := _tomorrow(now, zone):
        yield Offered(Choice.TOMORROW, tomorrow)


def own_time(on: date, at: time, zone: ZoneInfo) -> datetime:
    """The instant of a wall time of one's own."""
    return instant(on, at, zone)


def is_within_a_day(at: datetime, now: datetime) -> bool:
    return now < at <= now + LONGEST


def _whole_minute(at: datetime) -> datetime:
    """Never shorter than was promised."""
    whole = at.astimezone(UTC).replace(second=0, microsecond=0)
    return whole if whole == at else whole + MINUTE


def _tonight(now: datetime, zone: ZoneInfo) -> datetime | None:
    local = now.astimezone(zone)
    if local.time() < MORNING:
        return None
    times = (instant(local.date(), at, zone) for at in TONIGHT)
    return next((at for at in times if now + FAR_ENOUGH <= at <= now + LONGEST), None)


def _tomorrow(now: datetime, zone: ZoneInfo) -> datetime | None:
    local = now.astimezone(zone)
    day = local.date() if local.time() < MORNING else local.date() + DAY
    times = (instant(day, at, zone) for at in TOMORROW)
    return next((at for at in times if now + FAR_ENOUGH <= at <= now + LONGEST), None)
