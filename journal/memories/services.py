"""Writing a memory for oneself, saving it for both, changing it, throwing a draft away."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from couples import clock, live
from couples.accounts.models import Person
from couples.drafts.merging import Base, Words, adds_nothing, merged, settled, stored_words
from couples.erasing import ledger
from couples.erasing.eraser import Eraser
from couples.errors import Refused
from couples.space.models import Couple
from journal.entries import lock
from journal.memories.days import first_day
from journal.memories.models import Memory, Photograph
from journal.memories.reencoding import Photo

TOPIC = "memories"


class AlreadySaved(Refused):
    """A draft would get other words than the ones that were saved for both."""

    message = _("You have already saved that one for you both. What you wrote here is a new draft, only for you.")


@transaction.atomic
def keep_draft(
    couple: Couple, *, by: Person, id: UUID, words: Words, base: Base | None = None, photo: Photo | None = None
) -> Memory:
    """Keep what is written so far, under the id its page was given. Twice makes one. `photo`: in the place of the one
    there is. Raises AlreadySaved.
    """
    memory = _own(couple, by, id)
    if not memory.is_draft:
        if photo or not adds_nothing(words, head=memory.words, base=base):
            raise AlreadySaved
        return memory
    _put(memory, merged(words, head=stored_words(memory, words), base=base))
    memory.save(force_insert=memory._state.adding)
    _put_photograph(memory, photo)
    live.announce(couple, TOPIC, only=by)
    return memory


@transaction.atomic
def save(
    couple: Couple, *, by: Person, id: UUID, words: Words, base: Base | None = None, photo: Photo | None = None
) -> Memory:
    """Exactly these words, for both to read from now on. Of one they can read already: the new words instead. `photo`:
    in the place of the one there is.

    The same again changes nothing. Raises Unseen, and Refused for a day that cannot be.
    """
    memory = _own(couple, by, id)
    _put(memory, settled(words, head=stored_words(memory, words), base=base))
    memory.on = first_day(memory.year, memory.month, memory.day, today=clock.today(by))
    if memory.is_draft:
        memory.sealed_at = memory.opened_at = clock.now()
    memory.save(force_insert=memory._state.adding)
    _put_photograph(memory, photo)
    live.announce(couple, TOPIC, memory.pk)
    return memory


@transaction.atomic
def remove_photograph(memory: Memory) -> None:
    """The words stay. Pressing twice removes one. A backup from before does not bring it back."""
    lock(memory.couple)
    eraser = Eraser()
    for photograph in Photograph.objects.filter(memory=memory):
        eraser.delete(photograph)
    ledger.enter_rows(ledger.rows_of(eraser))
    live.announce(memory.couple, TOPIC, only=memory.author if memory.is_draft else None)


@transaction.atomic
def discard(memory: Memory) -> None:
    """Throw a draft away. What both can read stays."""
    lock(memory.couple)
    Memory.objects.drafts().filter(pk=memory.pk).delete()
    live.announce(memory.couple, TOPIC, only=memory.author)


def _own(couple: Couple, by: Person, id: UUID) -> Memory:
    """This person's memory of that id, or a new one, with the couple locked. What was erased is not written again."""
    lock(couple)
    found = Memory.objects.for_couple(couple).by(by).filter(pk=id).first()
    if found and found.erased_at:
        raise AlreadySaved
    memory = found or Memory(id=id, on=clock.today(by))
    memory.couple, memory.author = couple, by  # known already: neither is asked for again
    return memory


def _put(memory: Memory, words: Words) -> None:
    for name, value in words.items():
        setattr(memory, name, value)


def _put_photograph(memory: Memory, photo: Photo | None) -> None:
    """With the words: it is encrypted for whoever may read these now."""
    there = Photograph.objects.filter(memory=memory).first() or Photograph(memory=memory, couple=memory.couple)
    there.memory = memory  # as it is since just now
    if photo:
        there.whole, there.small, there.width, there.height = photo
    if photo or not there._state.adding:
        there.save()
