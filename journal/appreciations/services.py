from datetime import timedelta
from uuid import UUID, uuid4

from django.db import transaction

from couples import clock, live
from couples.accounts.models import Person
from couples.drafts.merging import Base, Words, merged, settled, stored_words
from couples.space import services as space
from couples.space.models import Couple, Membership
from journal import sending
from journal.appreciations.models import Appreciation
from journal.entries import lock


@transaction.atomic
def keep_draft(
    couple: Couple, *, by: Person, id: UUID, text: str, took: str = "", did: str = "", base: Base | None = None
) -> Appreciation:
    """Keep what is written so far, under the id its page was given: saving twice makes one. Raises AlreadySent."""
    words = {"text": text, "took": took, "did": did}
    note = _own(couple, by, id, words, base)
    if note.is_draft:
        _put(note, merged(words, head=stored_words(note, words), base=base))
        sending.save(note)
    return note


@transaction.atomic
def send(note: Appreciation) -> Appreciation:
    """Let a draft go as it is kept. Sending twice sends once."""
    note = sending.held(note)
    if note.is_draft:
        _let_go(note)
    return note


@transaction.atomic
def send_words(
    couple: Couple, *, by: Person, id: UUID, text: str, took: str = "", did: str = "", base: Base | None = None
) -> Appreciation:
    """Sends exactly these words. An autosave of half of them that is still on its way changes nothing any more.

    Raises AlreadySent, Unseen.
    """
    words = {"text": text, "took": took, "did": did}
    note = _own(couple, by, id, words, base)
    if note.is_draft:
        _put(note, settled(words, head=stored_words(note, words), base=base))
        _let_go(note)
    return note


@transaction.atomic
def send_first(couple: Couple, *, by: Person, text: str, base: Base | None = None) -> Appreciation:
    """The first small thing, which the other one finds when they join. A second press changes nothing.

    Raises Unseen.
    """
    lock(couple)
    notes = Appreciation.objects.for_couple(couple).by(by).order_by("created_at")
    given = notes.exclude(opened_at=None).first()
    if given:
        return given
    note = notes.drafts().first() or Appreciation(id=uuid4(), couple=couple, author=by)
    _put(note, settled({"text": text}, head=stored_words(note, ["text"]), base=base))
    _let_go(note)
    return note


@transaction.atomic
def begin(*, by: Person, called: str, text: str) -> Couple:
    """A space for two, and in it the first note if there is one yet. A second press changes nothing."""
    couple = space.begin(by=by, called=called)
    if text:
        send_first(couple, by=by, text=text)
    return couple


@transaction.atomic
def take_back(note: Appreciation) -> Appreciation:
    """Makes a note a draft again until it has arrived. A first note can be taken back until the partner joins. Raises
    Arrived.
    """
    note = sending.held(note)
    if note.is_draft:
        return note
    if note.is_open and _has_reader(note):
        raise sending.Arrived
    sending.call_back(note)
    return note


@transaction.atomic
def keep(note: Appreciation, *, by: Person) -> None:
    """The one it was written for says that they keep it."""
    lock(note.couple)
    received = Appreciation.objects.opened().not_erased().filter(pk=note.pk, kept_at=None).exclude(author=by)
    if received.update(kept_at=clock.now()):
        live.announce(note.couple, Appreciation.TOPIC, note.pk)


def close(couple: Couple) -> None:
    """Follows one of the two leaving: what was sent within thirty seconds is a draft again."""
    sending.stop(Appreciation, couple)


def _own(couple: Couple, by: Person, id: UUID, words: Words, base: Base | None) -> Appreciation:
    """This person's note of that id, or a new one, with the couple locked. Raises AlreadySent."""
    note = sending.own(Appreciation, couple, by=by, id=id)
    sending.refuse_other_words(note, words, head=note.words, base=base)
    return note


def _put(note: Appreciation, words: Words) -> None:
    for name, value in words.items():
        setattr(note, name, value)


def _let_go(note: Appreciation) -> None:
    """While the other has not joined, nobody could read it within thirty seconds: it is open at once."""
    sending.let_go(note, after=sending.UNDO if _has_reader(note) else timedelta(0))


def _has_reader(note: Appreciation) -> bool:
    return Membership.objects.current().filter(couple=note.couple_id).exclude(person=note.author_id).exists()
