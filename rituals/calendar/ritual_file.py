"""One ritual as a calendar file to keep by hand: its rule once (RFC 5545, 3.3.10), not each of its dates.

Wall times are in the ritual's zone, which the file describes: a program that knows the zone by name follows later
changes of its clocks. Skipped dates and those of a holiday are exceptions. A moved date is an exception and an event of
its own.

Where nobody chose to name the place, its zone stays out of the file (T5): it then holds each of its dates, as the feed.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Event, Timezone, TimezoneDaylight, TimezoneStandard

from couples.zones import stored_zone
from rituals.cadence import EVERY_DAY, Rule, instant
from rituals.calendar.feed import AHEAD, Reader, new, quiet_moment, single
from rituals.models import Ritual

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
#: Every month has as many days.
_SHORTEST = 28
#: How far ahead the file describes its zone.
_YEARS = 12
_DAY = timedelta(days=1)
_UTC_BY_NAME = {"UTC", "Etc/UTC", "Zulu"}


def calendar(ritual: Ritual, own: ZoneInfo, now: datetime, reader: Reader) -> bytes:
    """From today on. `own` is the reader's clock, for what goes by each one's."""
    local = stored_zone(ritual.zone) if ritual.zone else own
    listed = _each(ritual, local, now, own, reader) if ritual.hides_place else _events(ritual, local, now, own, reader)
    found, events = new(), list(listed)
    if any("rrule" in event for event in events) and local.key not in _UTC_BY_NAME:
        found.add_component(described(local, now))
    for event in events:
        found.add_component(event)
    return bytes(found.to_ical())


def _each(ritual: Ritual, local: ZoneInfo, now: datetime, own: ZoneInfo, reader: Reader) -> Iterator[Event]:
    midnight = datetime.combine(now.astimezone(own), time(), own)
    for occurrence in ritual.occurrences(midnight, midnight + AHEAD, local):
        if not reader.rests(occurrence.at, own):
            yield single(ritual, occurrence, reader)


def _events(ritual: Ritual, local: ZoneInfo, now: datetime, own: ZoneInfo, reader: Reader) -> Iterator[Event]:
    rule, today, changed = ritual.rule, now.astimezone(local).date(), ritual.changed

    def is_out(day: date) -> bool:
        at = instant(rule.at, local, day)
        return day in changed or at is None or reader.rests(at, own)

    # What it begins with happens: some programs show it even where it is taken out.
    first = next((day for day in rule.dates(today) if not is_out(day)), None)
    if first:
        event = quiet_moment(ritual, str(ritual.pk), reader)
        event.add("dtstart", datetime.combine(first, rule.at, local))
        event.add("rrule", recurrence(rule, local))
        last = max([first, *changed, *([reader.holiday.back_on + _DAY] if reader.holiday else [])])
        ahead = takewhile(lambda day: day <= last, rule.dates(first))
        if out := [datetime.combine(day, rule.at, local) for day in ahead if is_out(day)]:
            event.add("exdate", out)
        yield event
    midnight = datetime.combine(today, time(), local)
    for occurrence in ritual.occurrences(midnight, midnight + AHEAD, local):
        if occurrence.on in changed and not reader.rests(occurrence.at, own):
            yield single(ritual, occurrence, reader)


def recurrence(rule: Rule, local: ZoneInfo) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if rule.nth is not None:
        (weekday,) = rule.weekdays
        found = {"freq": "MONTHLY", "byday": f"{rule.nth}{_DAYS[weekday]}"}
    elif rule.monthday is not None:
        # A shorter month takes its last day: of the days from the 28th to that one, the last there is.
        days = list(range(_SHORTEST, rule.monthday + 1)) or [rule.monthday]
        found = {"freq": "MONTHLY", "bymonthday": days} | ({"bysetpos": -1} if len(days) > 1 else {})
    elif rule.weekdays == EVERY_DAY and rule.every == 1:
        found = {"freq": "DAILY"}
    else:
        days_of = [_DAYS[day] for day in sorted(rule.weekdays)]
        found = {"freq": "WEEKLY", "interval": rule.every, "byday": days_of, "wkst": "MO"}
    if rule.ends_on:
        found["until"] = datetime.combine(rule.ends_on, time(23, 59, 59), local).astimezone(UTC)
    return found


def described(local: ZoneInfo, now: datetime) -> Timezone:
    """When the zone's clocks change (RFC 5545, 3.6.5), from today on for some years."""
    start = (now - _DAY).replace(hour=0, minute=0, second=0, microsecond=0)
    onsets: defaultdict[tuple[timedelta, timedelta, bool, str], list[datetime]] = defaultdict(list)
    for at in (start, *_changes(local, start, start + _YEARS * 366 * _DAY)):
        before, after = ((at - lead).astimezone(local) for lead in (timedelta(seconds=at != start), timedelta(0)))
        was, becomes = before.utcoffset() or timedelta(0), after.utcoffset() or timedelta(0)
        # An onset is told by the clock that it ends.
        onsets[was, becomes, bool(after.dst()), str(after.tzname())].append((at + was).replace(tzinfo=None))
    found = Timezone()
    found.add("tzid", local.key)
    for (was, becomes, is_summer, name), times in onsets.items():
        part = TimezoneDaylight() if is_summer else TimezoneStandard()
        part.add("dtstart", times[0])
        part.add("tzoffsetfrom", was)
        part.add("tzoffsetto", becomes)
        part.add("tzname", name)
        if times[1:]:
            part.add("rdate", times[1:])
        found.add_component(part)
    return found


def _changes(local: ZoneInfo, start: datetime, end: datetime) -> Iterator[datetime]:
    """The instants at which the zone's offset changes, to the second."""
    at = start.replace(microsecond=0)
    while at < end:
        following = at + _DAY
        if at.astimezone(local).utcoffset() != following.astimezone(local).utcoffset():
            low, high = at, following
            while high - low > timedelta(seconds=1):
                middle = low + timedelta(seconds=int((high - low).total_seconds()) // 2)
                same = middle.astimezone(local).utcoffset() == low.astimezone(local).utcoffset()
                low, high = (middle, high) if same else (low, middle)
            yield high
        at = following
