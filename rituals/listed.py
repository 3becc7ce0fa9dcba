"""The lines of the page with all of a couple's times. They are put into words here: a template needs twice as long."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache

from django.urls import reverse
from django.utils.translation import gettext as _

from couples import clock
from couples.accounts.models import Person
from couples.space.pausing.models import Holiday
from rituals.cadence import UNCHANGED, Changes, next_start
from rituals.models import Ritual
from rituals.occurrences.changes import changes_of
from rituals.readers_clock import told_rule
from rituals.rule_in_words import rhythm
from rituals.time_in_words import next_on


@dataclass(frozen=True, slots=True)
class Listed:
    address: str
    name: str
    rhythm: str
    #: When it comes next and by whose clock, in words; empty when it has ended.
    following: str


def listed(rituals: Sequence[Ritual], person: Person, holiday: Holiday | None) -> Iterator[Listed]:
    changes, after = changes_of({ritual.pk for ritual in rituals}), _after(person, holiday)
    by_own, at_once = _("in each person’s own time zone"), _("the same moment for both")
    hidden = _("only you can see it")
    in_words, said = cache(rhythm), cache(next_on)  # many come by the same rule, at the same moment
    for ritual in rituals:
        at = _next(ritual, person, after, changes.get(ritual.pk, UNCHANGED))
        whose = hidden if ritual.person_id else at_once if ritual.zone else by_own
        yield Listed(
            address=reverse("rituals:checkin") if ritual.is_checkin else reverse("rituals:detail", args=[ritual.pk]),
            name=ritual.name,
            rhythm=in_words(told_rule(ritual, person.tzinfo)),
            following=f"{said(at)} · {whose}" if at else "",
        )


def _after(person: Person, holiday: Holiday | None) -> datetime:
    """From when on both are told: not within their holiday."""
    if holiday is None:
        return clock.now()
    return datetime.combine(holiday.back_on, time(0), tzinfo=person.tzinfo) - timedelta(microseconds=1)


def _next(ritual: Ritual, person: Person, after: datetime, changes: Changes) -> datetime | None:
    found = next_start(ritual.rule, after, ritual.clock_of(person), changes)
    return found.at if found else None
