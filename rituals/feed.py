"""Times for each other as a calendar (RFC 5545): instants in UTC, each with a name of its own that stays, and the same
two words for all of them (ground rule 7). Dates that were skipped are not there, moved ones are where they were moved.
"""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from importlib.metadata import version
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from couples.zones import zone
from rituals.cadence import Occurrence
from rituals.models import OccurrenceChange, Ritual, RitualQuerySet

BACK, AHEAD = timedelta(days=60), timedelta(days=400)
#: Part of every version: raise it when what is written below changes.
FORM = "1"
_SHOWN = ("pk", "at", "weekdays", "every", "monthday", "nth", "starts_on", "ends_on", "zone", "minutes", "created_at")


def state(rituals: RitualQuerySet, own: ZoneInfo, now: datetime) -> str:
    """Differs when the calendar would; two queries, and no date is worked out for it."""
    shown: list[Any] = [FORM, version("tzdata"), own.key, get_language(), f"{now:%Y-%m-%d}"]
    shown += rituals.order_by("pk").values_list(*_SHOWN)
    changes = OccurrenceChange.objects.filter(ritual__in=rituals).order_by("pk")
    shown += changes.values_list("pk", "ritual_id", "on", "to_on", "to_at", "made_at")
    return hashlib.sha256(repr(shown).encode()).hexdigest()


def calendar(rituals: Iterable[Ritual], own: ZoneInfo, now: datetime, *, back: timedelta = BACK) -> bytes:
    """All of it, from so long ago until far ahead. `own` is the reader's clock, for what goes by each one's."""
    day = now.replace(hour=0, minute=0, second=0, microsecond=0)
    found = Calendar()
    for name, value in (
        ("prodid", "-//Nearer//Nearer//EN"),
        ("version", "2.0"),
        ("method", "PUBLISH"),
        ("x-wr-calname", "Nearer"),
        ("x-published-ttl", "PT1H"),
    ):
        found.add(name, value)
    for ritual in rituals:
        for event in _events(ritual, day - back, day + AHEAD, own):
            found.add_component(event)
    return bytes(found.to_ical())


def _events(ritual: Ritual, start: datetime, end: datetime, own: ZoneInfo) -> Iterator[Event]:
    made = {change.on: change.made_at for change in ritual.changes.all()}
    for occurrence in ritual.occurrences(start, end, zone(ritual.zone) if ritual.zone else own):
        yield _event(ritual, occurrence, made.get(occurrence.on))


def _event(ritual: Ritual, occurrence: Occurrence, moved_at: datetime | None) -> Event:
    """Moving one again gives a higher SEQUENCE: the seconds from the ritual's beginning until it was moved."""
    changed_at = (moved_at or ritual.created_at).replace(microsecond=0)
    event = Event()
    event.add("uid", f"{ritual.pk}-{occurrence.on:%Y%m%d}@{urlsplit(settings.PUBLIC_URL).hostname}")
    event.add("dtstamp", changed_at)
    event.add("last-modified", changed_at)
    event.add("sequence", max(0, int((changed_at - ritual.created_at).total_seconds())) if moved_at else 0)
    event.add("dtstart", occurrence.at)
    event.add("duration", timedelta(minutes=ritual.minutes))
    event.add("summary", _("A quiet moment"))
    event.add("class", "PRIVATE")
    return event
