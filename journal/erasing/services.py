"""Erasing one thing of one's own, and undoing it for half a minute. Then it is gone for good.

It is taken out of its row at once: no page, hint, mail or file shows it from that moment on. Of a couple that is closed
as well, where nobody writes any more. The other one sees that it is no longer there, and never when it went.
"""

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from couples import clock, live
from couples.accounts.models import Person
from couples.erasing import ledger
from couples.erasing.eraser import Eraser, put_back
from couples.errors import Refused
from couples.space.lock import hold_even_closed
from couples.space.models import Couple
from journal.erasing.models import JustErased
from journal.export.records import Reader, in_order, is_erasable, kinds, readable
from journal.export.services import begin_anew
from journal.listening import services as listening
from journal.own_words import Words, could_be_read
from journal.practice import Practice

#: For a page that otherwise stays as it is while somebody writes on it.
TOPIC = "erased"


class NotToBeErased(Refused):
    message = _("This isn’t yours alone, so you can’t erase it alone.")


class Gone(Refused):
    message = _("The half minute is over, and it is gone for good.")


class NotThere(Exception):
    """Nobody's, somebody else's, or erased already."""


@transaction.atomic
def erase(couple: Couple, *, by: Person, practice: str, kind: str, id: UUID) -> JustErased:
    """Raises NotThere, NotToBeErased."""
    hold_even_closed(couple)
    of, words = found(practice, kind)
    row = own_rows(words, couple, by).filter(pk=id).first()
    if row is None:
        raise NotThere
    if words.erase is None or not is_erasable(words, row):
        raise NotToBeErased
    was_open = could_be_read(row)
    eraser = Eraser(keeping=True)
    words.erase(eraser, row)
    listening.follow_erased(eraser, couple, entry_id=id, author=by)
    just = JustErased(couple=couple, person=by, practice=practice, kind=kind, was_open=was_open)
    just.kept, just.touched = eraser.kept, ledger.rows_of(eraser)
    just.save(force_insert=True)
    _tell(couple, of, by=by, was_open=was_open)
    return just


@transaction.atomic
def undo(just: JustErased) -> None:
    """As it was before. What nobody else could read comes back as a draft. Raises Gone. Pressing twice undoes once."""
    hold_even_closed(just.couple)
    held = JustErased.objects.select_for_update().filter(pk=just.pk).first()
    if held is None:
        return
    if held.until <= clock.now():
        raise Gone
    try:
        with transaction.atomic():
            put_back(held.kept)
    except IntegrityError:
        # Something new was begun in its place meanwhile, and stays.
        raise Gone from None
    held.delete()
    practice, _words = found(held.practice, held.kind)
    _tell(held.couple, practice, by=held.person, was_open=held.was_open)


@transaction.atomic
def end() -> None:
    """For whoever runs it by the clock: what nobody can undo any more stands in the ledger, and is kept nowhere."""
    over = JustErased.objects.select_for_update(skip_locked=True).filter(at__lte=clock.now() - JustErased.LIFE)
    for just in over:
        ledger.enter_rows(just.touched)
        just.delete()


def own(words: Words, couple: Couple, *, by: Person, id: UUID) -> Any:
    """Theirs of that id, with the time it is read by, or None."""
    return in_order(words, Reader.of(couple, by, own_only=True)).filter(pk=id).first()


def just_erased(id: str, couple: Couple, *, by: Person) -> JustErased | None:
    """What a page may offer to undo; it names it in its address."""
    try:
        held = JustErased.objects.filter(pk=UUID(id), person=by, couple=couple)
    except ValueError:
        return None
    return held.filter(at__gt=clock.now() - JustErased.LIFE).first()


def found(practice: str, kind: str) -> tuple[Practice, Words]:
    """Raises NotThere."""
    for of, words in kinds():
        if (of.key, words.key) == (practice, kind):
            return of, words
    raise NotThere


def own_rows(words: Words, couple: Couple, person: Person) -> "QuerySet[Any, Any]":
    """Their own of this kind that still say something."""
    return readable(words, Reader.of(couple, person, own_only=True))


def _tell(couple: Couple, practice: Practice, *, by: Person, was_open: bool) -> None:
    """Open pages look again: both's, if both could read it. Files that may hold it are made anew."""
    only = None if was_open else by
    begin_anew(couple, only=only)
    for topic in {*practice.topics, listening.TOPIC, TOPIC}:
        live.announce(couple, topic, only=only)
