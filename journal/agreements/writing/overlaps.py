"""How two wordings of one line become one again: either, both, or a third, always whole sentences somebody chose."""

from typing import Any
from uuid import uuid4

from django.db import transaction

from couples.accounts.models import Person
from couples.space.lock import still
from journal.agreements.errors import AlreadySettled, Empty, WordsMoved
from journal.agreements.lock import locked
from journal.agreements.models import Choice, Guideline, Overlap, Revision
from journal.agreements.text.merge import merge
from journal.agreements.writing.lines import Saved, advance, ask, changed, close, fitting


def wordings(overlap: Overlap, head: str | None = None) -> tuple[str, str]:
    """The earlier and the later wording, as each would read now or beside another `head`.

    Both include what only one side changed. Two sentences that were chosen stay as they are.
    """
    head = overlap.line.text if head is None else head
    if overlap.whole:
        return head, overlap.mine
    earlier = merge(overlap.base, overlap.mine, head, keep="theirs").text
    later = merge(overlap.base, overlap.mine, head, keep="mine").text
    return str(earlier), str(later)


@transaction.atomic
def settle(overlap: Overlap, *, by: Person, choice: Choice, seen_rev: int, text: str = "") -> Saved:
    """Take one wording, both, or a third, as it was read: it is never merged with another choice.

    Where the other has chosen something else meanwhile, both are asked again, between the two sentences.
    """
    line = overlap.line
    agreement = locked(line.couple)
    line.refresh_from_db()
    still(overlap)
    seen = Revision.objects.filter(line=line, rev=seen_rev).first()
    words = fitting(_chosen(overlap, choice, seen, text))
    whose = _author(overlap, choice, seen, by)
    chosen: dict[str, Any] = {} if choice == Choice.THIRD else {"chosen_by": by, "choice": choice}
    is_open, moved = overlap.settled_at is None, line.rev != seen_rev
    if is_open and moved and choice != Choice.THIRD:
        raise WordsMoved
    if is_open:
        close(overlap, by=by, choice=choice)
    elif _is_there(line, seen_rev, words):
        raise AlreadySettled
    changed(agreement)
    if is_open and (not moved or words == line.text):
        # Told as a revision even where it stands already, or the page of whoever wrote second never asks.
        advance(line, by=whose, text=words, op_id=uuid4(), **chosen)
        return Saved(line.rev, line.text)
    asked = next((each for each in line.overlaps.open().filter(whole=True) if each.mine == words), None)
    if asked:
        return Saved(line.rev, line.text, asked)
    return ask(line, by=whose, base=line.text, mine=words, op_id=uuid4(), whole=True)


def _chosen(overlap: Overlap, choice: Choice, seen: Revision | None, text: str) -> str:
    """The sentence as whoever chose it has read it."""
    if choice == Choice.THIRD:
        if not text.strip():
            raise Empty
        return text
    if seen is None:
        raise WordsMoved
    earlier, later = wordings(overlap, seen.text)
    return {Choice.EARLIER: earlier, Choice.LATER: later}.get(choice, f"{earlier}\n{later}")


def _author(overlap: Overlap, choice: Choice, seen: Revision | None, by: Person) -> Person | None:
    """Whose words they are, which is not who chose them. Both wordings together are nobody's alone."""
    if choice == Choice.EARLIER:
        return seen.by if seen else None
    return {Choice.LATER: overlap.by, Choice.BOTH: None}.get(choice, by)


def _is_there(line: Guideline, seen_rev: int, words: str) -> bool:
    """The same choice by both, or one that is sent again: the line has said so since."""
    return any(each.text == words for each in line.revisions.filter(rev__gt=seen_rev))
