"""Sending something that arrives thirty seconds later, and can be taken back until then (appreciations, openings).

What is sent has `opened_at` in the near future. From that instant on the other can read it: nothing has to run for it.
A task then tells their open page, and no more than that.
"""

from datetime import timedelta
from math import ceil
from typing import ClassVar, TypeVar
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from couples import clock, doorbell, live
from couples.accounts.models import Person
from couples.drafts.merging import Base, Words, adds_nothing
from couples.errors import Refused
from couples.space.lock import still
from couples.space.models import Couple
from journal.entries import Entry, lock

UNDO = timedelta(seconds=30)
AT_ONCE = timedelta(0)


class Arrived(Refused):
    """The thirty seconds are over: it is the other one's now."""

    message = _("It has already arrived, so you can’t take it back.")


class AlreadySent(Refused):
    """An old page holds other words than the ones that were sent."""

    message = _("You have already sent that one. What you wrote here is now a new draft. Only you can see it.")


class SentEntry(Entry):
    """What is written alone and then sent. `TOPIC` is the name of its practice, of its live hints and of its task."""

    TOPIC: ClassVar[str]

    class Meta:
        abstract = True

    @property
    def seconds_left(self) -> int:
        """How long the offer to take it back still holds, for the page that makes it."""
        left = self.opened_at - clock.now() if self.opened_at else AT_ONCE
        return max(1, ceil(left.total_seconds()))


S = TypeVar("S", bound=SentEntry)


def own(kind: type[S], couple: Couple, *, by: Person, id: UUID) -> S:
    """This person's entry of that id, or a new one, with the couple locked."""
    lock(couple)
    entry = kind._default_manager.filter(couple=couple, author=by, pk=id).first() or kind(id=id)
    entry.couple, entry.author = couple, by  # known already: neither is asked for again
    return entry


def held(entry: S) -> S:
    """The entry as it is now, with the couple locked: an autosave, or somebody joining, comes before or after. Raises
    NoLongerThere.
    """
    lock(entry.couple)
    return still(entry)


def refuse_other_words(entry: SentEntry, words: Words, *, head: Words, base: Base | None) -> None:
    """Raises AlreadySent if a sent entry would get other words. Words that were sent, or a part of them, may come again
    late.
    """
    if not entry.is_draft and not adds_nothing(words, head=head, base=base):
        raise AlreadySent


def save(entry: SentEntry) -> None:
    """Saves the entry, and hints at it to its author's other pages."""
    entry.save(force_insert=entry._state.adding)
    live.announce(entry.couple, entry.TOPIC, only=entry.author)


def let_go(entry: SentEntry, *, after: timedelta = UNDO) -> None:
    """Gives the entry now and opens it to both `after` that. In a transaction that holds the couple's lock."""
    entry.sealed_at = clock.now()
    entry.opened_at = entry.sealed_at + after
    save(entry)
    transaction.on_commit(lambda: _hint_later(entry.TOPIC, entry.pk), robust=True)


def call_back(entry: SentEntry) -> None:
    """A draft again. In a transaction that holds the couple's lock."""
    entry.sealed_at = entry.opened_at = None
    save(entry)


def stop(kind: type[S], couple: Couple) -> list[S]:
    """What one of them sent and has not arrived is a draft again: follows one of the two leaving. Which they were."""
    on_the_way = list(kind._default_manager.filter(couple=couple, opened_at__gt=clock.now()))
    for entry in on_the_way:
        call_back(entry)
    return on_the_way


@transaction.atomic
def discard(entry: SentEntry) -> None:
    """Throw a draft away; what was sent stays."""
    lock(entry.couple)
    type(entry)._default_manager.filter(pk=entry.pk, sealed_at=None, opened_at=None).delete()
    live.announce(entry.couple, entry.TOPIC, only=entry.author)


def announce_arrival(kind: type[SentEntry], id: UUID) -> None:
    """Tell both pages that it is there. Nobody is told of one that was taken back or thrown away meanwhile."""
    entry = kind._default_manager.filter(pk=id, opened_at__lte=clock.now()).select_related("couple").first()
    if entry:
        live.announce(entry.couple, entry.TOPIC, entry.pk)


def _hint_later(topic: str, id: UUID) -> None:
    doorbell.knock(f"journal.{topic}.arrive", str(id), countdown=UNDO.seconds + 1)
