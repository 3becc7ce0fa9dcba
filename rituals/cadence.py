"""When a ritual rings: pure date rules, no database, no clock of its own.

A rule names wall time on a local calendar. One occurrence belongs to one local date, whatever the zone does that day
(T1): in a gap the same wall time is moved on by the gap's length (02:30 becomes 03:30), in a fold the first of the two
counts. A local date the zone skipped altogether (Apia, 30 December 2011) has no occurrence.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

EVERY_DAY = frozenset(range(7))
_DAY = timedelta(days=1)
#: Days until a rule that has not ended rings again, at most: a week, one more where the zone skipped it, and both ends.
_LONGEST_WAIT = 18


@dataclass(frozen=True, slots=True)
class Rule:
    """Wall time on some days of the week (Monday is 0). `starts_on` and `ends_on` are local dates, both included."""

    at: time
    weekdays: frozenset[int] = EVERY_DAY
    starts_on: date | None = None
    ends_on: date | None = None

    def __post_init__(self) -> None:
        if not self.weekdays:
            raise ValueError("A rule needs at least one weekday")
        if not self.weekdays <= EVERY_DAY:
            raise ValueError("Weekdays go from 0 (Monday) to 6 (Sunday)")
        if self.at.tzinfo or self.at.fold or self.at.second or self.at.microsecond:
            raise ValueError("A rule's time is plain wall time, to the minute")
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValueError("A rule cannot end before it starts")

    def falls_on(self, day: date) -> bool:
        if (self.starts_on and day < self.starts_on) or (self.ends_on and day > self.ends_on):
            return False
        return day.weekday() in self.weekdays


@dataclass(frozen=True, slots=True, order=True)
class Occurrence:
    """`at` in UTC, `on` the local date the rule names; a gap that crosses midnight may set them a day apart."""

    at: datetime
    on: date


@lru_cache(maxsize=65_536)
def _instant(at: time, zone: ZoneInfo, day: date) -> datetime | None:
    """The UTC instant of this wall time on this local date; None when the zone skipped the date.

    Kept, because thousands of people share a zone and an hour.
    """
    noon = datetime.combine(day, time(12), tzinfo=zone)
    if noon.astimezone(UTC).astimezone(zone).date() != day:
        return None
    # fold=0: in a gap the offset before it, which moves the time on; in a fold the first.
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)


def occurrence_on(rule: Rule, day: date, zone: ZoneInfo) -> Occurrence | None:
    """The occurrence of this local date, if the rule has one."""
    at = _instant(rule.at, zone, day) if rule.falls_on(day) else None
    return Occurrence(at, day) if at else None


def next_start(rule: Rule, after: datetime, zone: ZoneInfo) -> Occurrence | None:
    """The first occurrence strictly after the instant `after`; None when the rule has ended."""
    return _next_start(rule, after, zone)


@lru_cache(maxsize=65_536)
def _next_start(rule: Rule, after: datetime, zone: ZoneInfo) -> Occurrence | None:
    day = after.astimezone(zone).date() - _DAY
    if rule.starts_on and rule.starts_on > day:
        day = rule.starts_on
    for _ in range(_LONGEST_WAIT):
        found = occurrence_on(rule, day, zone)
        if found and found.at > after:
            return found
        day += _DAY
    return None


def latest_due(rule: Rule, after: datetime, now: datetime, zone: ZoneInfo) -> Occurrence | None:
    """The last occurrence in (after, now]: what is left of everything that was slept through (T3)."""
    day = now.astimezone(zone).date() + _DAY
    if rule.ends_on and rule.ends_on < day:
        day = rule.ends_on
    for _ in range(_LONGEST_WAIT):
        found = occurrence_on(rule, day, zone)
        if found and found.at <= now:
            return found if found.at > after else None
        day -= _DAY
    return None


def occurrences(rule: Rule, start: datetime, end: datetime, zone: ZoneInfo) -> Iterator[Occurrence]:
    """Every occurrence in [start, end), in order."""
    found = next_start(rule, start - timedelta(microseconds=1), zone)
    while found and found.at < end:
        yield found
        found = next_start(rule, found.at, zone)
