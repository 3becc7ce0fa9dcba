"""Where Today and the list of hearings point: what was said last, as far as both know it. Never a number."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from couples import clock
from couples.accounts.models import Person
from couples.space.models import Couple
from journal.listening.models import Hearing, HearingQuerySet, Turn
from journal.listening.sources import source
from journal.listening.steps import Step
from journal.months import by_month
from journal.waiting import Waiting

#: Something to answer is pointed at for this long; something only to read, for less. Then it rests in its list.
TO_ANSWER = timedelta(days=14)
TO_READ = timedelta(days=3)
MOST = 3


@dataclass(frozen=True, slots=True)
class Listed:
    words: str
    url: str
    at: datetime | None


def to_read(couple: Couple, person: Person, partner: Person) -> HearingQuerySet:
    """For Today: where the other said something last, or offered it."""
    now = clock.now()
    by_them = Q(last_by=partner.pk, moved_at__gt=now - TO_ANSWER)
    only_to_read = Q(last_step__in=[Step.YES, Step.REPLY], moved_at__lte=now - TO_READ)
    offered = Q(last_by=None, listener=person, aside_at=None, moved_at__gt=now - TO_ANSWER)
    begun = _with_last(Hearing.objects.for_couple(couple).begun()).filter(stopped_at=None)
    found: HearingQuerySet = begun.filter((by_them & ~only_to_read) | offered)
    return found


def waiting(couple: Couple, person: Person, partner: Person) -> list[Waiting]:
    """What Today says of these, newest first. One query."""
    found = to_read(couple, person, partner).order_by("-moved_at", "pk")[:MOST]
    return [Waiting(_words(hearing, partner.name), _url(hearing), _("Read it"), hearing.moved_at) for hearing in found]


def listed(couple: Couple, person: Person, other: str, asked: str) -> dict[str, Any]:
    """One month of what they have been hearing each other about, with the other months as links."""
    begun = Hearing.objects.for_couple(couple).begun().filter(turns__place=1)
    found, months = by_month(begun, "moved_at", asked)
    return {"hearings": [_listed(hearing, person, other) for hearing in found], **months}


def _with_last(hearings: HearingQuerySet) -> Any:
    said = Turn.objects.filter(hearing=OuterRef("pk"), place__isnull=False).order_by("-place")
    return hearings.annotate(
        last_by=Subquery(said.values("author_id")[:1]), last_step=Subquery(said.values("step")[:1])
    )


def _words(hearing: Any, name: str) -> str:
    known = source(hearing.kind)
    said = {
        Step.HEARD: _("%(name)s tells you what came across."),
        Step.ALMOST: _("%(name)s says what matters most."),
        Step.YES: _("%(name)s says: yes, that’s it."),
        Step.QUESTION: _("%(name)s would like to hear more."),
        Step.MORE: _("%(name)s told you a little more."),
        Step.REPLY: _("%(name)s replied to you."),
        None: str(known.arrived) if known else "",
    }
    return said[hearing.last_step and Step(hearing.last_step)] % {"name": name}


def _listed(hearing: Hearing, person: Person, other: str) -> Listed:
    known = source(hearing.kind)
    words = (known.own if hearing.speaker_id == person.pk else known.theirs) if known else ""
    return Listed(str(words) % {"name": other}, _url(hearing), hearing.moved_at)


def _url(hearing: Hearing) -> str:
    return reverse("listening:page", args=[hearing.kind, hearing.entry_id])
