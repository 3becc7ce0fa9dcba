"""Times for each other as a calendar (RFC 5545), with the same two words for all of them (ground rule 7).

Instants are in UTC, and each event keeps its name for good. Skipped dates are left out; moved ones are where they were
moved to. The calendar holds past and future times that were real for its reader: none from before the ritual had them,
before the reader joined or lived by this clock, and none within a holiday.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import version
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from couples.space.models import Membership
from couples.space.pausing.models import Holiday
from couples.zones import stored_zone
from rituals.cadence import Occurrence
from rituals.models import OccurrenceChange, Ritual, RitualQuerySet
from rituals.readers_clock import told_date

BACK, AHEAD = timedelta(days=60), timedelta(days=400)
#: How often a calendar program should ask again.
REFRESH = timedelta(hours=1)
#: Part of every version: raise it when what is written below changes.
FORM = "4"
_SHOWN = ("pk", "at", "weekdays", "every", "monthday", "nth", "starts_on", "ends_on", "minutes", "practice")
_PLACE = ("zone", "names_place")
_REVISED = ("sequence", "revised_at", "stands_since")


@dataclass(frozen=True, slots=True)
class Reader:
    """Whose calendar it is, as far as it shows there."""

    joined_at: datetime | None = None
    #: How often the reader has moved to another zone, and when last. Times by their own clock changed each time.
    moves: int = 0
    moved_at: datetime | None = None
    holiday: Holiday | None = None

    @classmethod
    def of(cls, membership: Membership) -> "Reader":
        person = membership.person
        holiday: Holiday | None = getattr(membership.couple, "holiday", None)
        return cls(membership.joined_at, person.moves, person.moved_at, holiday)

    def since(self, ritual: Ritual) -> datetime:
        """From when on this one's times are what they were."""
        moved_at = self.moved_at if not ritual.zone else None
        return max(filter(None, (ritual.stands_since, self.joined_at, moved_at)))

    def sequence(self, ritual: Ritual) -> int:
        """Only rises: both counters do (RFC 5545, 3.8.7.4)."""
        return ritual.sequence + (self.moves if not ritual.zone else 0)

    def revised_at(self, ritual: Ritual) -> datetime:
        """The day of the last change without its minute, which would tell when the partner was here. SEQUENCE orders
        changes.
        """
        revised = max(filter(None, (ritual.revised_at, self.moved_at if not ritual.zone else None)))
        return revised.replace(hour=0, minute=0, second=0, microsecond=0)

    def rests(self, at: datetime, own: ZoneInfo) -> bool:
        return self.holiday is not None and self.holiday.covers(at, own)


def state(rituals: RitualQuerySet, own: ZoneInfo, now: datetime, reader: Reader) -> str:
    """A value that differs when the calendar would. Two queries, and no date is worked out for it."""
    shown: list[Any] = [FORM, version("tzdata"), own.key, get_language(), f"{now:%Y-%m-%d}"]
    shown += [reader.joined_at, reader.moves, reader.moved_at]
    if reader.holiday:
        shown += [reader.holiday.set_at, reader.holiday.back_on, reader.holiday.ended_at]
    shown += rituals.order_by("pk").values_list(*_SHOWN, *_PLACE, *_REVISED)
    changes = OccurrenceChange.objects.filter(ritual__in=rituals).order_by("pk")
    shown += changes.values_list("pk", "ritual_id", "on", "to_on", "to_at", "made_at")
    return hashlib.sha256(repr(shown).encode()).hexdigest()


def calendar(rituals: Iterable[Ritual], own: ZoneInfo, now: datetime, reader: Reader | None = None) -> bytes:
    """All of it, from two months ago until far ahead. `own` is the reader's clock, for what goes by each one's."""
    day = now.replace(hour=0, minute=0, second=0, microsecond=0)
    reader, found = reader or Reader(), new()
    found.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})  # RFC 7986
    found.add("x-published-ttl", "PT1H")  # what was asked before there was that
    for ritual in rituals:
        for event in _events(ritual, day, own, reader):
            found.add_component(event)
    return bytes(found.to_ical())


def new() -> Calendar:
    found = Calendar()
    for name, value in (
        ("prodid", "-//Nearer//Nearer//EN"),
        ("version", "2.0"),
        ("method", "PUBLISH"),
        ("x-wr-calname", "Nearer"),
    ):
        found.add(name, value)
    return found


def _events(ritual: Ritual, day: datetime, own: ZoneInfo, reader: Reader) -> Iterator[Event]:
    start = max(day - BACK, reader.since(ritual))
    for occurrence in ritual.occurrences(start, day + AHEAD, stored_zone(ritual.zone) if ritual.zone else own):
        if not reader.rests(occurrence.at, own):
            yield single(ritual, occurrence, reader)


def single(ritual: Ritual, occurrence: Occurrence, reader: Reader) -> Event:
    event = quiet_moment(ritual, f"{ritual.pk}-{told_date(ritual, occurrence.on):%Y%m%d}", reader)
    event.add("dtstart", occurrence.at)
    return event


def quiet_moment(ritual: Ritual, name: str, reader: Reader) -> Event:
    """All of one but when it begins. A check-in takes minutes out of an evening, and nobody is away for it."""
    revised_at = reader.revised_at(ritual)
    event = Event()
    event.add("uid", f"{name}@{urlsplit(settings.PUBLIC_URL).hostname}")
    event.add("dtstamp", revised_at)
    event.add("last-modified", revised_at)
    event.add("sequence", reader.sequence(ritual))
    event.add("duration", timedelta(minutes=ritual.minutes))
    event.add("summary", _("A quiet moment"))
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT" if ritual.is_checkin else "OPAQUE")
    return event
