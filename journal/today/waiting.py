"""What Today may point at: one newly arrived note, at most three things, one suggestion. Never a number."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain, islice
from typing import Any, NamedTuple

from django.db.models import Exists, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from couples import clock
from couples.accounts.models import Person
from couples.space.models import Couple, Membership
from journal.agreements import services as agreements
from journal.appreciations.models import Appreciation
from journal.assessments import waiting as assessments
from journal.listening import waiting as listening
from journal.questions import waiting as questions
from journal.visions import waiting as visions
from rituals.models import Ritual

MOST = 3
NEW_FOR = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Thing:
    words: str
    url: str
    action: str


def newest_note(couple: Couple, reader: Membership) -> Appreciation | None:
    """The last note written to this person, for three days or until they keep it.

    What was written before they came is new when they come.
    """
    since = clock.now() - NEW_FOR
    received = Appreciation.objects.for_couple(couple).opened().exclude(author=reader.person_id).filter(kept_at=None)
    if reader.joined_at <= since:
        received = received.filter(opened_at__gt=since)
    return received.order_by("-opened_at").first()


class Source(NamedTuple):
    """`rows` says whether a practice has anything for this person; only then is `words` asked what."""

    rows: Callable[[Couple, Person, Person], QuerySet[Any]]
    words: Callable[[Couple, Person, Person], Sequence[tuple[str, str, str]]]


#: In the order in which they are offered.
SOURCES = (
    Source(listening.to_read, listening.waiting),
    Source(questions.asked_or_opened, questions.waiting),
    Source(agreements.unread, agreements.waiting),
    Source(assessments.offered, assessments.waiting),
    Source(visions.said, visions.waiting),
)


def things(couple: Couple, person: Person, partner: Person | None) -> list[Thing]:
    """At most three. One query asks all practices at once whether there is anything."""
    if partner is None:
        return []
    asked = {f"source{nth}": Exists(each.rows(couple, person, partner)) for nth, each in enumerate(SOURCES)}
    there = Couple.objects.filter(pk=couple.pk).annotate(**asked).values_list(*asked).get()
    waiting = (each.words(couple, person, partner) for each, has_any in zip(SOURCES, there, strict=True) if has_any)
    return [Thing(*thing) for thing in islice(chain.from_iterable(waiting), MOST)]


def suggestion(rituals: Sequence[Ritual], couple: Couple, person: Person) -> Thing | None:
    """The next thing that would help them begin, until both rhythms are chosen; then today's question."""
    daily = any(ritual.is_checkin for ritual in rituals)
    if not daily:
        return Thing(
            _("Choose a time for a short check-in in the evening. Each of you gets a quiet mail, by your own clock."),
            reverse("rituals:checkin"),
            _("Choose a time"),
        )
    if len(rituals) == 1:
        return Thing(
            _("Keep one small time for each other each week: coffee without phones, a walk, whatever is yours."),
            reverse("rituals:new"),
            _("Choose one"),
        )
    new = questions.suggestion(couple, person)
    return Thing(*new) if new else None
