"""What Today may say of questions: never a number, and nothing of what the other has not opened."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from couples.accounts.models import Person
from couples.space.models import Couple
from journal.entries import EntryQuerySet
from journal.questions.models import Answer, Prompt
from journal.questions.suggesting import id_on
from journal.waiting import COUPLE, LAST_EVENING, NOW, PARTNER, PERSON, TODAY, Found, Waiting, Waits, newest

ASKED, TONIGHT, LAST_NIGHT = "asked", "tonight", "last night"


def rows() -> QuerySet[Any, Any]:
    """The question the partner asks, until it is answered or set aside, and today's question once both have read it.

    Until noon it has the day before's question as well: that may have opened while they slept.
    """
    answers = Answer.objects.filter(prompt=OuterRef("pk"))
    done, opened = Exists(_done(answers.filter(author=PERSON))), answers.filter(opened_at__lte=NOW)
    asked = Q(asked_by=PARTNER, withdrawn_at=None) & ~Q(done)
    recent = Q(on__range=(LAST_EVENING, TODAY)) & Q(Exists(opened))
    # Since both read it, not since one of them began: when that was stays theirs.
    since = Coalesce(Subquery(opened.values("opened_at")[:1]), "created_at")
    what = Case(When(on=None, then=Value(ASKED)), When(on=TODAY, then=Value(TONIGHT)), default=Value(LAST_NIGHT))
    prompts = Prompt.objects.filter(recent | asked, couple=COUPLE)
    return newest(prompts.annotate(since=since), since="since", what=what)


def say(found: Found, name: str) -> Waiting:
    words = {
        ASKED: _("%(name)s would like to ask you something, whenever you feel like it."),
        TONIGHT: _("You have both answered today’s question."),
        LAST_NIGHT: _("You have both answered last night’s question."),
    }
    return Waiting(words[found.what] % {"name": name}, reverse("questions:page", args=[found.about]), _("Look"))


WAITS = Waits(rows, say)


def answered(couple: Couple, person: Person, days: Iterable[date]) -> set[date]:
    """Of these days, those whose question this person has answered or set aside. One query."""
    ids = {id_on(couple, day): day for day in days}
    mine = _done(Answer.objects.for_couple(couple).filter(author=person, prompt__in=ids))
    return {ids[prompt] for prompt in mine.values_list("prompt_id", flat=True)}


def last_night() -> Waiting:
    """The day's before, as long as this person has neither answered nor set it aside."""
    words = _("Last night’s question is still there, if you feel like it.")
    return Waiting(words, reverse("questions:last-night"), _("Look"))


def suggestion() -> Waiting:
    """Today's, as long as this person has neither answered nor set it aside."""
    further = _("Answers stay sealed until you have both written.")
    return Waiting(_("A question for the two of you"), reverse("questions:start"), _("Look"), further)


def _done(answers: EntryQuerySet[Answer]) -> EntryQuerySet[Answer]:
    return answers.exclude(sealed_at=None, passed_at=None)
