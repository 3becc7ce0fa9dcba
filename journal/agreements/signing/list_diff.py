"""How one list of guidelines differs from another, line by line and in words, for people to read."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from journal.agreements.models import Revision
from journal.agreements.text.word_diff import Piece, word_diff


@dataclass(frozen=True)
class Changed:
    """`kind` is "same", "changed", "added" or "removed"."""

    kind: str
    pieces: Sequence[Piece]


def line_changes(old: Sequence[tuple[UUID, str]], new: Sequence[tuple[UUID, str]]) -> list[Changed]:
    """Every line of the new list in its order, then those that are gone."""
    before = dict(old)
    there = {pk for pk, _ in new}
    found = []
    for pk, text in new:
        if pk not in before:
            found.append(Changed("added", [Piece("added", text)]))
        else:
            kind = "same" if before[pk] == text else "changed"
            found.append(Changed(kind, word_diff(before[pk], text)))
    gone = [Changed("removed", [Piece("removed", text)]) for pk, text in old if pk not in there]
    return [*found, *gone]


def as_read(seen: Sequence[tuple[UUID, int]], revisions: Sequence[Revision]) -> list[tuple[UUID, str]]:
    """The words of the lines and revisions a page showed, in its order."""
    texts = {(revision.line_id, revision.rev): revision.text.strip() for revision in revisions}
    return [(pk, texts[pk, rev]) for pk, rev in seen if texts.get((pk, rev))]
