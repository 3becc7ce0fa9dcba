"""What chance takes off the list, and when: as often, as much and at such hours as one of the two might.

`matching` says why. Pure: `dice` gives the same number between 0 and 1 for the same name, whenever it is asked, and
nobody who lacks the server's secret can tell it beforehand. Nothing here knows who marked what.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from math import log
from zoneinfo import ZoneInfo

Dice = Callable[[str], float]

WEEK = timedelta(days=7)
#: The hour at which lists are made: every Sunday at this time in UTC, so that it tells nobody's time zone (T5).
FIRST = datetime(2026, 1, 4, 18, tzinfo=UTC)

#: In a week: one thing by itself; each thing of several at one moment, and how often there are several; everything.
ONE, SOME, PART, ALL = 1 / 18, 1 / 2, 1 / 8, 1 / 16
#: How likely a thing that was taken off misses one more list, and how many lists it misses at most.
ONE_MORE, LONGEST = 0.6, 10

#: How likely people are at it: by the hour of their clock, and less when the list is no longer new.
_HOURS = (
    *(0.2, 0.1, 0.05, 0.05, 0.05, 0.1, 0.3, 0.5, 0.5, 0.4, 0.4, 0.4),
    *(0.5, 0.5, 0.4, 0.4, 0.4, 0.6, 0.8, 0.9, 1.0, 1.0, 0.8, 0.5),
)
_NEW, _NO_LONGER_NEW = timedelta(hours=30), 0.6


def week_of(at: datetime) -> int:
    """The number of the list that counts at this instant."""
    return (at - FIRST) // WEEK


def drawn_at(week: int) -> datetime:
    return FIRST + week * WEEK


def off_at(thing: str, week: int, dice: Dice, clocks: Sequence[ZoneInfo]) -> datetime | None:
    """When chance takes this thing off the list of that week; None if it does not."""
    by = _taken(thing, week, dice)
    return _moment(by, week, dice, clocks) if by else None


def misses(thing: str, week: int, dice: Dice) -> bool:
    """Whether it is still off the list of that week, since chance took it off an earlier one."""
    for ago in range(1, LONGEST + 1):
        by = _taken(thing, week - ago, dice)
        if by and _missed(by, dice) >= ago:
            return True
    return False


def _taken(thing: str, week: int, dice: Dice) -> str:
    """The name of what takes it in that week: things with one name go at one moment and are missed equally long."""
    if dice(f"all {week}") < ALL:
        return f"all {week}"
    if dice(f"some {week}") < SOME and dice(f"some {week} {thing}") < PART:
        return f"some {week}"
    return f"one {week} {thing}" if dice(f"one {week} {thing}") < ONE else ""


def _missed(by: str, dice: Dice) -> int:
    return int(log(max(dice(f"missed {by}"), 1e-9)) / log(ONE_MORE))


def _moment(by: str, week: int, dice: Dice, clocks: Sequence[ZoneInfo]) -> datetime:
    """Instants of the week are tried in turn; each is as likely to be taken as people are to be here then."""
    start = drawn_at(week)
    for trial in count():
        at = start + WEEK * dice(f"at {trial} {by}")
        if dice(f"here {trial} {by}") < _here(at - start, [at.astimezone(clock).hour for clock in clocks]):
            return at
    raise AssertionError  # pragma: no cover


def _here(since: timedelta, hours: Sequence[int]) -> float:
    usual = sum(_HOURS[hour] for hour in hours) / len(hours) if hours else 1.0
    return usual if since < _NEW else usual * _NO_LONGER_NEW
