"""The notes two people take to someone who helps: each chooses alone, and there are notes once both have released.

Until then nobody can tell whether the other has begun (ground rule 2). Either ends them alone, at any time and without
a word: what was theirs is theirs again, and the other's waits as it did before. Only a copy made meanwhile stays.
"""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from couples import clock, keyed, live
from couples.accounts.models import Person
from couples.drafts.merging import Base, merged, stored_words
from couples.errors import Refused
from couples.space.models import Couple
from journal.entries import lock, open_together
from journal.support.models import Handout, HandoutQuerySet

TOPIC = "support"


class SupportError(Refused):
    """Choosing or releasing."""


class NothingChosen(SupportError):
    message = _("Choose one thing, or write one sentence. Then there is something to release.")


class ChangedElsewhere(SupportError):
    message = _("You changed this on another device. Here it is as it is now: look once more, then release it.")


class NoNotes(SupportError):
    message = _("The notes aren’t there right now. What you chose is safe, and only you can see it.")


def of(couple: Couple, person: Person) -> Handout | None:
    return Handout.objects.for_couple(couple).by(person).first()


def opened(couple: Couple) -> HandoutQuerySet:
    """Both people's, while both have released; otherwise nothing."""
    return Handout.objects.for_couple(couple).opened()


@transaction.atomic
def keep(couple: Couple, *, by: Person, values: dict[str, Any], base: Base | None = None) -> Handout:
    """Keeps what is chosen so far. What was released stays as it was: an old tab must not change it."""
    lock(couple)
    mine = of(couple, by) or Handout(couple=couple, author=by)
    if mine.is_draft:
        for name, value in merged(values, head=stored_words(mine, values), base=base).items():
            setattr(mine, name, value)
        mine.save()
        live.announce(couple, TOPIC, only=by)
    return mine


@transaction.atomic
def release(couple: Couple, *, by: Person, seen: str) -> Handout:
    """Give what the page showed, as `seen` says. Raises NothingChosen, ChangedElsewhere."""
    lock(couple)
    mine = of(couple, by)
    if mine is None or mine.is_empty:
        raise NothingChosen
    if not mine.is_draft:
        return mine
    if seen != seen_as(mine):
        raise ChangedElsewhere
    mine.sealed_at = clock.now()
    mine.save()
    is_open = open_together(couple, Handout.objects.all())
    live.announce(couple, TOPIC, only=None if is_open else by)
    mine.refresh_from_db()
    return mine


@transaction.atomic
def take_back(couple: Couple, *, by: Person) -> None:
    """One's own is a draft again. Were there notes, there are none any more, for either."""
    lock(couple)
    mine = of(couple, by)
    if mine is None or mine.is_draft:
        return
    were_there = mine.opened_at is not None
    _end(couple)
    mine.refresh_from_db()
    mine.sealed_at = None
    mine.save()
    live.announce(couple, TOPIC, only=None if were_there else by)


@transaction.atomic
def copy(couple: Couple) -> None:
    """One of the two is about to print them, or to have them as a file. Raises NoNotes."""
    lock(couple)
    if not opened(couple).exists():
        raise NoNotes
    if opened(couple).filter(copied_at=None).update(copied_at=clock.now()):
        live.announce(couple, TOPIC)


def closed(couple: Couple) -> None:
    """Follows one of the two leaving: there are no notes any more, and what each chose is theirs alone."""
    _end(couple)
    for each in Handout.objects.for_couple(couple).sealed():
        each.sealed_at = None
        each.save()


def seen_as(handout: Handout) -> str:
    """A name for these words and choices, for the page that shows them."""
    return keyed.digest("handout", "\n".join([handout.wish, *handout.chosen]))


def _end(couple: Couple) -> None:
    """Both are sealed again, each with its author's own key."""
    for each in opened(couple):
        each.opened_at = each.copied_at = None
        each.save()
