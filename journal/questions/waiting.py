"""What Today may say of questions: never a number, and nothing of what the other has not opened."""

from collections.abc import Iterable
from datetime import date, time, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from couples import clock
from couples.accounts.models import Person
from couples.space.models import Couple
from journal.questions.models import Answer, AnswerQuerySet, Prompt
from journal.questions.suggesting import id_on
from journal.waiting import Waiting

MOST = 3
NOON = time(12)


def asked_or_opened(couple: Couple, person: Person, partner: Person) -> Any:
    """What the other asks, until it is answered or set aside; and today's question once both have read it."""
    prompt = Answer.objects.filter(prompt=OuterRef("pk"))
    done, opened = Exists(_done(prompt.filter(author=person))), Exists(prompt.opened())
    recent = Q(opened, pk__in=[id_on(couple, day) for day in _recent(person)])
    found = Prompt.objects.for_couple(couple).filter(recent | (Q(asked_by=partner, withdrawn_at=None) & ~Q(done)))
    # Since both read it, not since one of them began: when that was stays theirs.
    return found.annotate(since=Coalesce(Subquery(prompt.opened().values("opened_at")[:1]), "created_at"))


def waiting(couple: Couple, person: Person, partner: Person) -> list[Waiting]:
    asks = _("%(name)s would like to ask you something, whenever you feel like it.") % {"name": partner.name}
    today = _("You have both answered today’s question.")
    before = _("You have both answered last night’s question.")
    return [
        Waiting(
            asks if prompt.asked_by_id else today if prompt.on == clock.today(person) else before,
            reverse("questions:page", args=[prompt.pk]),
            _("Look at it"),
            prompt.since,
        )
        for prompt in asked_or_opened(couple, person, partner).order_by("-since")[:MOST]
    ]


def _recent(person: Person) -> list[date]:
    """Today, and until noon the day before as well: it may have opened while they slept."""
    local = clock.now().astimezone(person.tzinfo)
    return [local.date(), *([local.date() - timedelta(days=1)] if local.time() < NOON else [])]


def answered(couple: Couple, person: Person, days: Iterable[date]) -> set[date]:
    """Of these days, those whose question this person has answered or set aside. One query."""
    ids = {id_on(couple, day): day for day in days}
    mine = _done(Answer.objects.for_couple(couple).filter(author=person, prompt__in=ids))
    return {ids[prompt] for prompt in mine.values_list("prompt_id", flat=True)}


def last_night() -> Waiting:
    """The day's before, as long as this person has neither answered nor set it aside."""
    words = _("Last night’s question is still there, if you feel like it.")
    return Waiting(words, reverse("questions:last-night"), _("Look at it"))


def suggestion() -> Waiting:
    """Today's, as long as this person has neither answered nor set it aside."""
    words = _("A question for the two of you, if you feel like one. Answers stay sealed until you have both written.")
    return Waiting(words, reverse("questions:start"), _("Look at it"))


def _done(answers: AnswerQuerySet) -> AnswerQuerySet:
    return answers.exclude(sealed_at=None, passed_at=None)
