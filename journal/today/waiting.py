"""What Today may point at: one newly arrived note, at most three things, one suggestion. Never a number."""

from collections.abc import Sequence
from datetime import timedelta
from functools import cache

from django.urls import reverse
from django.utils.translation import gettext as _

from couples import clock
from couples.access import CoupleRequest
from couples.accounts.models import Person
from couples.space.models import Couple, Membership
from journal import practices
from journal.appreciations.models import Appreciation
from journal.before import waiting as before
from journal.questions import waiting as questions
from journal.waiting import Statement, Waiting, ask, made
from rituals.models import Ritual

NEW_FOR = timedelta(days=3)


def newest_note(couple: Couple, reader: Membership) -> Appreciation | None:
    """The last note written to this person, for three days or until they keep it.

    What was written before they came is new when they come.
    """
    since = clock.now() - NEW_FOR
    received = Appreciation.objects.for_couple(couple).opened().not_erased().exclude(author=reader.person_id)
    received = received.filter(kept_at=None)
    if reader.joined_at <= since:
        received = received.filter(opened_at__gt=since)
    return received.order_by("-opened_at").first()


def things(couple: Couple, person: Person, partner: Person | None) -> list[Waiting]:
    """The newest of what the practices have waiting for this person. One query."""
    return ask(statement(), couple, person, partner) if partner else []


def before_all(request: CoupleRequest, found: Sequence[Waiting]) -> Waiting | None:
    """The one sentence that goes before all else: a break, or a talk that is open. A break holds the talk up."""
    return practices.first(request) or next((each for each in found if each.comes_first), None)


@cache
def statement() -> Statement:
    """Made once a process."""
    return made([*(practice.waits for practice in practices.PRACTICES if practice.waits), before.WAITS])


def suggests(rituals: Sequence[Ritual]) -> bool:
    """Whether both rhythms are chosen, and so today's question is what is suggested."""
    return len(rituals) > 1 and any(ritual.is_checkin for ritual in rituals)


def suggestion(rituals: Sequence[Ritual], *, asked: bool) -> Waiting | None:
    """The next thing that would help them begin, until both rhythms are chosen; then today's question."""
    daily = any(ritual.is_checkin for ritual in rituals)
    if not daily:
        return Waiting(
            _("A time for your daily check-in"),
            reverse("rituals:checkin"),
            _("Choose"),
            _("You get a quiet email then. Only you can see the time."),
        )
    if len(rituals) == 1:
        return Waiting(
            _("One small ritual a week"),
            reverse("rituals:new"),
            _("Choose"),
            _("Coffee without phones, a walk, or your own idea."),
        )
    return questions.suggestion() if asked else None
