"""What Today may say of questions: never a number, and nothing of what the other has not opened."""

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


def asked_or_opened(couple: Couple, person: Person, partner: Person) -> Any:
    """What the other asks, until it is answered or set aside; and today's question once both have read it."""
    prompt = Answer.objects.filter(prompt=OuterRef("pk"))
    done, opened = Exists(_done(prompt.filter(author=person))), Exists(prompt.opened())
    today = Q(opened, pk=id_on(couple, clock.today(person)))
    found = Prompt.objects.for_couple(couple).filter(today | (Q(asked_by=partner, withdrawn_at=None) & ~Q(done)))
    # Since both read it, not since one of them began: when that was stays theirs.
    return found.annotate(since=Coalesce(Subquery(prompt.opened().values("opened_at")[:1]), "created_at"))


def waiting(couple: Couple, person: Person, partner: Person) -> list[Waiting]:
    asks = _("%(name)s would like to ask you something, whenever you feel like it.") % {"name": partner.name}
    both = _("You have both answered today’s question.")
    return [
        Waiting(
            asks if prompt.asked_by_id else both,
            reverse("questions:page", args=[prompt.pk]),
            _("Look at it"),
            prompt.since,
        )
        for prompt in asked_or_opened(couple, person, partner).order_by("-since")[:MOST]
    ]


def suggestion(couple: Couple, person: Person) -> Waiting | None:
    """Today's, as long as this person has neither answered nor set it aside."""
    today = Answer.objects.for_couple(couple).filter(author=person, prompt=id_on(couple, clock.today(person)))
    if _done(today).exists():
        return None
    words = _("A question for the two of you, if you feel like one. Answers stay sealed until you have both written.")
    return Waiting(words, reverse("questions:start"), _("Look at it"))


def _done(answers: AnswerQuerySet) -> AnswerQuerySet:
    return answers.exclude(sealed_at=None, passed_at=None)
