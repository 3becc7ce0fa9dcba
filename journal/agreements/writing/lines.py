"""Writing guidelines, two at a time. Every change locks the agreement's row: one after another within a couple."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F

from couples import clock, live
from couples.accounts.models import Person
from couples.characters import tidy, trimmed
from couples.space.errors import SpaceClosed
from couples.space.models import Couple
from journal.agreements import topics
from journal.agreements.errors import Empty, Forgotten, TooLong, TooMany
from journal.agreements.lock import locked
from journal.agreements.models import (
    MOST_CHARACTERS,
    MOST_LINES,
    Agreement,
    Choice,
    Guideline,
    Overlap,
    Revision,
)
from journal.agreements.text.merge import merge
from journal.agreements.writing.save_base import look_up, sent_by


@dataclass(frozen=True, slots=True)
class Saved:
    """What one saving came to: the line's words now, or two wordings for the two people to choose from."""

    rev: int
    text: str
    overlap: Overlap | None = None


@transaction.atomic
def add_line(couple: Couple, *, by: Person, text: str, op_id: UUID) -> Guideline:
    """Put a new line at the end. The same words sent again under the same operation are the line that is there."""
    text = fitting(text).strip()
    if not text:
        raise Empty
    agreement = locked(couple)
    before = Revision.objects.for_couple(couple).select_related("line").filter(op_id=op_id).first()
    if before and before.rev == 1 and before.text == text:
        return before.line
    if agreement.lines.in_draft().count() >= MOST_LINES:
        raise TooMany
    last = agreement.lines.order_by("-position").values_list("position", flat=True).first() or 0
    line = Guideline(couple=couple, agreement=agreement, added_by=by, position=last + 1)
    line.text = text
    line.save(force_insert=True)
    # The same form sent with other words (the browser's Back): those are a line of their own.
    _record(line, by=by, op_id=uuid4() if before else op_id)
    changed(agreement)
    live.announce(couple, topics.DRAFT)
    return line


@transaction.atomic
def revise(
    line: Guideline, *, by: Person, text: str, base_rev: int | None, op_id: UUID, base_op: UUID | None = None
) -> Saved:
    """Saves what was typed, merged with whatever was saved since the words it was typed on.

    Those words are revision `base_rev`. A page whose last saving was merged while its person typed on names operation
    `base_op` instead: exactly what was sent then. An operation that is sent again gets its first answer again.
    """
    text = fitting(text)
    with _one_change(line.couple) as change:
        known = look_up(line, base_rev, {op_id, base_op})
        before = known.operation(line, op_id)
        if before and sent_by(before) == text:
            return _answer(line, before)
        if before:
            # The browser's Back, and other words in the same form: they were typed from what it sent the first time.
            base_op, op_id = op_id, uuid4()
        base, continued = known.typed_on(line, base_op)
        if text == base and not continued:
            return Saved(line.rev, line.text)
        merged = merge(base, text, line.text)
        if continued:
            close(continued, by=by, choice=Choice.WRITTEN_ON)
        if merged.text is None:
            return ask(line, by=by, base=base, mine=text, op_id=op_id)
        advance(line, by=by, text=fitting(merged.text), op_id=op_id, sent=text)
        change.happened = True
        return Saved(line.rev, line.text)


@transaction.atomic
def move(line: Guideline, *, side: Literal["before", "after"], other: Guideline) -> None:
    """Put a line right before or after another. Naming the place, not a step, makes a repeated request harmless."""
    agreement = locked(line.couple)
    lines = list(agreement.lines.in_order().defer("text"))
    moving = next(each for each in lines if each.pk == line.pk)
    rest = [each for each in lines if each.pk != line.pk]
    place = next((n for n, each in enumerate(rest) if each.pk == other.pk), None)
    if place is None:
        return
    rest.insert(place + (side == "after"), moving)
    for position, each in enumerate(rest, start=1):
        each.position = position
    Guideline.objects.bulk_update(rest, ["position"])
    changed(agreement)
    live.announce(agreement.couple, topics.DRAFT)


@transaction.atomic
def remove(line: Guideline, *, by: Person) -> None:
    agreement = locked(line.couple)
    taken = Guideline.objects.in_draft().filter(pk=line.pk).update(removed_at=clock.now(), removed_by=by)
    if taken:
        changed(agreement)
        live.announce(agreement.couple, topics.DRAFT)


@transaction.atomic
def restore(line: Guideline) -> None:
    """Bring a line back to where it was, with its words."""
    agreement = locked(line.couple)
    away = Guideline.objects.filter(pk=line.pk, removed_at__isnull=False)
    if away.filter(forgotten_at__isnull=False).exists():
        raise Forgotten
    if away.exists() and agreement.lines.in_draft().count() >= MOST_LINES:
        raise TooMany
    if away.update(removed_at=None, removed_by=None):
        changed(agreement)
        live.announce(agreement.couple, topics.DRAFT)


@dataclass(slots=True)
class _Change:
    happened: bool = False


@contextmanager
def _one_change(couple: Couple) -> Iterator[_Change]:
    """Locks the agreement and counts the change in one statement. The count is taken back if nothing changed.
    Raises SpaceClosed. A couple without guidelines has none to count, nor a line to change.

    If it raises, the transaction undoes all of it.
    """
    held = Agreement.objects.filter(couple=couple)
    if not held.filter(closed_at=None).update(rev=F("rev") + 1) and held.exists():
        raise SpaceClosed
    change = _Change()
    yield change
    if not change.happened:
        held.update(rev=F("rev") - 1)


def fitting(text: str) -> str:
    """The space around it does not count, and stays as it was typed as long as there is room for it."""
    text = tidy(text)
    if len(text) > MOST_CHARACTERS:
        text = trimmed(text)
    if len(text) > MOST_CHARACTERS:
        raise TooLong
    return text


def _answer(line: Guideline, done: Revision | Overlap) -> Saved:
    if isinstance(done, Revision):
        return Saved(done.rev, done.text)
    return Saved(line.rev, line.text, None if done.settled_at else done)


def ask(line: Guideline, *, by: Person | None, base: str, mine: str, op_id: UUID, whole: bool = False) -> Saved:
    """Nobody's words are chosen for them: both wordings wait for the two people."""
    overlap = Overlap(couple=line.couple, line=line, by=by, op_id=op_id, whole=whole)
    overlap.base, overlap.mine = base, mine
    overlap.save(force_insert=True)
    live.announce(line.couple, topics.DRAFT)
    return Saved(line.rev, line.text, overlap)


def close(overlap: Overlap, *, by: Person, choice: Choice) -> None:
    Overlap.objects.open().filter(pk=overlap.pk).update(settled_at=clock.now(), settled_by=by, choice=choice)
    live.announce(overlap.couple, topics.DRAFT)


def advance(line: Guideline, *, text: str, op_id: UUID, sent: str | None = None, **whose: Any) -> None:
    """`whose`: `by`, whose words they are; `chosen_by` and `choice`, where somebody chose them."""
    line.rev += 1
    line.text = text
    line.save(update_fields=["rev", "text"])
    _record(line, op_id=op_id, sent=None if sent == text else sent, **whose)
    live.announce(line.couple, topics.DRAFT, line.pk, rev=line.rev)


def _record(line: Guideline, *, op_id: UUID, sent: str | None = None, **whose: Any) -> None:
    revision = Revision(couple_id=line.couple_id, line=line, rev=line.rev, op_id=op_id, **whose)
    revision.text, revision.sent = line.text, sent
    revision.save(force_insert=True)


def changed(agreement: Agreement) -> None:
    Agreement.objects.filter(pk=agreement.pk).update(rev=F("rev") + 1)
