"""When a ritual rings: pure date rules, no database, no clock of its own.

A rule names wall time on a local calendar, in the terms of RFC 5545: every n weeks on some weekdays (weeks begin on
Monday), each month on a date, or each month on the nth weekday. One occurrence belongs to one local date, whatever
the zone does that day (T1): in a gap the same wall time is moved on by the gap's length (02:30 becomes 03:30), in a
fold the first of the two counts. A local date the zone skipped altogether (Apia, 30 December 2011) has no occurrence.

One occurrence may be skipped or moved; it stays the occurrence of the date the rule names.
"""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Literal
from zoneinfo import ZoneInfo

EVERY_DAY = frozenset(range(7))
LAST = -1
MOST_WEEKS = 12
_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
#: Far enough from the ends of the calendar that no zone leads past them.
_EARLIEST, _LATEST = date(2, 1, 1), date(9998, 12, 31)
#: What became of single dates: the wall time each was moved to, or None for skipped.
Changes = Mapping[date, datetime | None]
UNCHANGED: Changes = MappingProxyType({})
_Step = Literal[1, -1]


@dataclass(frozen=True, slots=True)
class Rule:
    """Wall time `at` on the local dates a rule names.

    Weekly: `weekdays` (Monday is 0) of every `every`th week, counted from the week of `starts_on`. Monthly: `monthday`
    (a shorter month takes its last day), or the `nth` (1 to 4, or LAST) of one weekday. `starts_on` and `ends_on` are
    local dates, both included.
    """

    at: time
    weekdays: frozenset[int] = EVERY_DAY
    every: int = 1
    monthday: int | None = None
    nth: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None

    def __post_init__(self) -> None:
        if not self.weekdays:
            raise ValueError("A rule needs at least one weekday")
        if not self.weekdays <= EVERY_DAY:
            raise ValueError("Weekdays go from 0 (Monday) to 6 (Sunday)")
        if self.at.tzinfo or self.at.fold or self.at.second or self.at.microsecond:
            raise ValueError("A rule's time is plain wall time, to the minute")
        if not 1 <= self.every <= MOST_WEEKS:
            raise ValueError(f"A rule comes every 1 to {MOST_WEEKS} weeks")
        if self.every > 1 and (self.starts_on is None or self.is_monthly):
            raise ValueError("Every few weeks needs a first week to count from, and is not monthly")
        if self.monthday is not None and (self.nth is not None or not 1 <= self.monthday <= 31):
            raise ValueError("A monthly date goes from 1 to 31, and excludes a weekday of the month")
        if self.nth is not None and (self.nth not in {1, 2, 3, 4, LAST} or len(self.weekdays) != 1):
            raise ValueError("A weekday of the month is the first to fourth, or the last, of one weekday")
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValueError("A rule cannot end before it starts")

    @property
    def is_monthly(self) -> bool:
        return self.monthday is not None or self.nth is not None

    @property
    def comes_once(self) -> bool:
        return self.starts_on is not None and self.starts_on == self.ends_on

    def falls_on(self, day: date) -> bool:
        return next(self.dates(day), None) == day

    def dates(self, day: date, step: _Step = 1) -> Iterator[date]:
        """The rule's local dates from `day` (included) on, or backwards from it."""
        if step == 1 and self.starts_on and self.starts_on > day:
            day = self.starts_on
        if step == -1 and self.ends_on and self.ends_on < day:
            day = self.ends_on
        for found in self._monthly(day, step) if self.is_monthly else self._weekly(day, step):
            if (self.starts_on and found < self.starts_on) or (self.ends_on and found > self.ends_on):
                return
            yield found

    def _weekly(self, day: date, step: _Step) -> Iterator[date]:
        while _EARLIEST < day < _LATEST:
            if past := self._weeks_past(day):
                monday = day - day.weekday() * _DAY
                day = monday + (self.every - past) * _WEEK if step == 1 else monday - (past - 1) * _WEEK - _DAY
            else:
                if day.weekday() in self.weekdays:
                    yield day
                day += step * _DAY

    def _weeks_past(self, day: date) -> int:
        """How many weeks the last week that counts lies back; 0 in one that counts."""
        if self.every == 1 or self.starts_on is None:
            return 0
        return (_monday(day) - _monday(self.starts_on)) // 7 % self.every

    def _monthly(self, day: date, step: _Step) -> Iterator[date]:
        month = day.year * 12 + day.month - 1
        while _EARLIEST < (found := self._in_month(*divmod(month, 12))) < _LATEST:
            if (found - day).days * step >= 0:
                yield found
            month += step

    def _in_month(self, year: int, month0: int) -> date:
        first, length = monthrange(year, month0 + 1)
        if self.monthday is not None:
            return date(year, month0 + 1, min(self.monthday, length))
        (weekday,) = self.weekdays
        day = 1 + (weekday - first) % 7
        assert self.nth is not None  # noqa: S101  the other kind of month
        return date(year, month0 + 1, day + (length - day) // 7 * 7 if self.nth == LAST else day + 7 * (self.nth - 1))


def _monday(day: date) -> int:
    return day.toordinal() - day.weekday()


@dataclass(frozen=True, slots=True, order=True)
class Occurrence:
    """`at` in UTC, `on` the local date the rule names; a move, or a gap that crosses midnight, sets them days apart."""

    at: datetime
    on: date


@lru_cache(maxsize=65_536)
def instant(at: time, zone: ZoneInfo, day: date) -> datetime | None:
    """The UTC instant of this wall time on this local date; None when the zone skipped the date.

    Kept, because thousands of people share a zone and an hour.
    """
    noon = datetime.combine(day, time(12), tzinfo=zone)
    if noon.astimezone(UTC).astimezone(zone).date() != day:
        return None
    # fold=0: in a gap the offset before it, which moves the time on; in a fold the first.
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)


def next_start(rule: Rule, after: datetime, zone: ZoneInfo, changes: Changes = UNCHANGED) -> Occurrence | None:
    """The first occurrence strictly after the instant `after`; None when the rule has ended."""
    if not changes:
        return _next_start(rule, after, zone)
    regular = _following(rule, after, zone, changes)
    moved = [occurrence for occurrence in _moved(rule, zone, changes) if occurrence.at > after]
    return min([*moved, *([regular] if regular else [])], default=None)


def latest_due(
    rule: Rule, after: datetime, now: datetime, zone: ZoneInfo, changes: Changes = UNCHANGED
) -> Occurrence | None:
    """The last occurrence in (after, now]: what is left of everything that was slept through (T3)."""
    backwards = _regular(rule, now.astimezone(zone).date() + _DAY, zone, changes, -1)
    regular = next((occurrence for occurrence in backwards if occurrence.at <= now), None)
    moved = [occurrence for occurrence in _moved(rule, zone, changes) if occurrence.at <= now]
    found = max([*moved, *([regular] if regular else [])], default=None)
    return found if found and found.at > after else None


def occurrences(
    rule: Rule, start: datetime, end: datetime, zone: ZoneInfo, changes: Changes = UNCHANGED
) -> Iterator[Occurrence]:
    """Every occurrence in [start, end), in order."""
    found = next_start(rule, start - timedelta(microseconds=1), zone, changes)
    while found and found.at < end:
        yield found
        found = next_start(rule, found.at, zone, changes)


@lru_cache(maxsize=65_536)
def _next_start(rule: Rule, after: datetime, zone: ZoneInfo) -> Occurrence | None:
    return _following(rule, after, zone, UNCHANGED)


def _following(rule: Rule, after: datetime, zone: ZoneInfo, changes: Changes) -> Occurrence | None:
    onwards = _regular(rule, after.astimezone(zone).date() - _DAY, zone, changes, 1)
    return next((occurrence for occurrence in onwards if occurrence.at > after), None)


def _regular(rule: Rule, day: date, zone: ZoneInfo, changes: Changes, step: _Step) -> Iterator[Occurrence]:
    for on in rule.dates(day, step):
        if on not in changes and (at := instant(rule.at, zone, on)):
            yield Occurrence(at, on)


def _moved(rule: Rule, zone: ZoneInfo, changes: Changes) -> Iterator[Occurrence]:
    """A change outlives its rule as a row, not as an occurrence: only dates the rule still names count."""
    for on, to in changes.items():
        if to and rule.falls_on(on) and (at := instant(to.time(), zone, to.date())):
            yield Occurrence(at, on)
