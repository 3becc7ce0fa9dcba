"""Where Today and the list of hearings point: what was said last, as far as both know it. Never a number."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat
from django.urls import reverse
from django.utils.translation import gettext as _

from couples.accounts.models import Person
from couples.space.models import Couple
from journal.listening.models import Hearing, HearingQuerySet, Turn
from journal.listening.sources import hosted, source
from journal.listening.steps import Step
from journal.months import newest_of_month
from journal.waiting import COUPLE, NOW, PARTNER, PERSON, Found, Waiting, Waits, newest

#: Something to answer is pointed at for this long; something only to read, for less. Then it rests in its list.
TO_ANSWER = timedelta(days=14)
TO_READ = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Listed:
    words: str
    url: str
    at: datetime | None


def rows() -> QuerySet[Any, Any]:
    """Where the other said something last, or something of theirs was offered to this person."""
    by_them = Q(last_by=PARTNER, moved_at__gt=NOW - TO_ANSWER)
    only_to_read = Q(last_step__in=[Step.YES, Step.REPLY], moved_at__lte=NOW - TO_READ)
    offered = Q(last_by=None, listener=PERSON, aside_at=None, moved_at__gt=NOW - TO_ANSWER)
    shown_here = Hearing.objects.filter(couple=COUPLE, moved_at__lte=NOW, stopped_at=None).exclude(kind__in=hosted())
    begun = _with_last(shown_here)
    what = Concat("kind", Value(" "), Coalesce("last_step", Value("")))
    return newest(begun.filter((by_them & ~only_to_read) | offered), since="moved_at", about="entry_id", what=what)


def say(found: Found, name: str) -> Waiting:
    kind, _space, step = found.what.partition(" ")
    url = reverse("listening:page", args=[kind, found.about])
    return Waiting(_words(kind, Step(step) if step else None, name), url, _("Read it"))


WAITS = Waits(rows, say)


def listed(couple: Couple, person: Person, other: str, asked: str) -> dict[str, Any]:
    """What they have been hearing each other about: the newest few of a month, all of it and the others as links."""
    begun = Hearing.objects.for_couple(couple).begun().filter(turns__place=1).exclude(kind__in=hosted())
    found, months = newest_of_month(begun, "moved_at", asked)
    return {"hearings": [_listed(hearing, person, other) for hearing in found], **months}


def _with_last(hearings: HearingQuerySet) -> Any:
    said = Turn.objects.filter(hearing=OuterRef("pk"), place__isnull=False).order_by("-place")
    return hearings.annotate(
        last_by=Subquery(said.values("author_id")[:1]), last_step=Subquery(said.values("step")[:1])
    )


def _words(kind: str, last: Step | None, name: str) -> str:
    known = source(kind)
    said = {
        Step.HEARD: _("%(name)s said back what they heard."),
        Step.ALMOST: _("%(name)s told you what matters most."),
        Step.YES: _("%(name)s said: yes, that’s it."),
        Step.QUESTION: _("%(name)s would like to hear more."),
        Step.MORE: _("%(name)s told you a little more."),
        Step.REPLY: _("%(name)s replied to you."),
        None: str(known.arrived) if known else "",
    }
    return said[last] % {"name": name}


def _listed(hearing: Hearing, person: Person, other: str) -> Listed:
    known = source(hearing.kind)
    words = (known.own if hearing.speaker_id == person.pk else known.theirs) if known else ""
    return Listed(str(words) % {"name": other}, _url(hearing), hearing.moved_at)


def _url(hearing: Hearing) -> str:
    return reverse("listening:page", args=[hearing.kind, hearing.entry_id])
