from datetime import timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from couples import clock, doorbell, live
from couples.accounts.models import Person
from couples.drafts.merging import Base, Words, merged, settled, standing
from couples.space.models import Couple, Membership
from journal.appreciations.models import Appreciation
from journal.entries import lock

UNDO = timedelta(seconds=30)


class Arrived(Exception):
    """Thirty seconds have passed: it is the other one's now."""

    message: "str | Promise" = _("It has arrived already, so it can’t be taken back.")


class AlreadySent(Exception):
    """An old page holds other words than the ones that were sent."""

    message: "str | Promise" = _("That one is sent already. What you wrote here is a new one now; nothing was sent.")


@transaction.atomic
def keep_draft(
    couple: Couple, *, by: Person, id: UUID, text: str, took: str = "", did: str = "", base: Base | None = None
) -> Appreciation:
    """Keep what is written so far, under the id its page was given: saving twice makes one."""
    note = _own(couple, by, id)
    words = {"text": text, "took": took, "did": did}
    return _write(note, merged(words, head=standing(note, words), base=base)) if note.is_draft else note


@transaction.atomic
def send(note: Appreciation) -> Appreciation:
    """Let it go. Sending twice sends once. While the other has not joined there is nobody to hurry away from."""
    note = _held(note)
    if not note.is_draft:
        return note
    note.sealed_at = clock.now()
    note.opened_at = note.sealed_at + (UNDO if _has_reader(note) else timedelta(0))
    note.save()
    live.announce(note.couple, "appreciations", only=note.author)
    transaction.on_commit(lambda: _tell_later(note.pk), robust=True)
    return note


@transaction.atomic
def send_words(
    couple: Couple, *, by: Person, id: UUID, text: str, took: str = "", did: str = "", base: Base | None = None
) -> Appreciation:
    """Send exactly these: an autosave of half of them, still on its way, comes before and is written over, or after.
    Raises Unseen.
    """
    note = _own(couple, by, id)
    words = {"text": text, "took": took, "did": did}
    return send(_write(note, settled(words, head=standing(note, words), base=base))) if note.is_draft else note


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
    return send(_write(note, settled({"text": text}, head=standing(note, ["text"]), base=base)))


@transaction.atomic
def take_back(note: Appreciation) -> Appreciation:
    """A draft again, if it has not arrived; the first note, as long as nobody is there to read it."""
    note = _held(note)
    if note.is_draft:
        return note
    if note.is_open and _has_reader(note):
        raise Arrived
    note.sealed_at = note.opened_at = None
    note.save()
    live.announce(note.couple, "appreciations", only=note.author)
    return note


@transaction.atomic
def keep(note: Appreciation, *, by: Person) -> None:
    """The one it was written for says that they keep it."""
    received = Appreciation.objects.opened().filter(pk=note.pk, kept_at=None).exclude(author=by)
    if received.update(kept_at=clock.now()):
        live.announce(note.couple, "appreciations", note.pk)


@transaction.atomic
def discard(note: Appreciation) -> None:
    lock(note.couple)
    Appreciation.objects.filter(pk=note.pk).drafts().delete()
    live.announce(note.couple, "appreciations", only=note.author)


def announce_arrival(note_id: UUID) -> None:
    note = Appreciation.objects.opened().select_related("couple").filter(pk=note_id).first()
    if note:
        live.announce(note.couple, "appreciations", note.pk)


def _own(couple: Couple, by: Person, id: UUID) -> Appreciation:
    """This person's note of that id, or a new one, with the couple locked."""
    lock(couple)
    note = Appreciation.objects.for_couple(couple).by(by).filter(pk=id).first()
    return note or Appreciation(id=id, couple=couple, author=by)


def _write(note: Appreciation, words: Words) -> Appreciation:
    for name, value in words.items():
        setattr(note, name, value)
    note.save(force_insert=note._state.adding)
    live.announce(note.couple, "appreciations", only=note.author)
    return note


def _held(note: Appreciation) -> Appreciation:
    """As it is now, with the couple locked as for writing: an autosave or somebody joining comes before, or after."""
    lock(note.couple)
    return Appreciation.objects.get(pk=note.pk)


def _has_reader(note: Appreciation) -> bool:
    return Membership.objects.current().filter(couple=note.couple_id).exclude(person=note.author_id).exists()


def _tell_later(note_id: UUID) -> None:
    doorbell.knock("journal.appreciations.arrive", str(note_id), countdown=UNDO.seconds + 1)
