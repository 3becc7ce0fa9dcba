"""How one text became another, in whole words, for people to read."""

from dataclasses import dataclass

from couples.characters import tidy
from journal.agreements.text.edits import Edit, changes
from journal.agreements.text.tokens import tokens_of


@dataclass(frozen=True, slots=True)
class Piece:
    """`kind` is "same", "added" or "removed"."""

    kind: str
    text: str


def word_diff(old: str, new: str) -> list[Piece]:
    before, after = tokens_of(tidy(old)), tokens_of(tidy(new))
    pieces: list[Piece] = []
    at = 0
    for edit in [*changes(before, after), Edit(len(before), len(before), ())]:
        if edit.start > at:
            pieces.append(Piece("same", "".join(before[at : edit.start])))
        if edit.end > edit.start:
            pieces.append(Piece("removed", "".join(before[edit.start : edit.end])))
        if edit.new:
            pieces.append(Piece("added", "".join(edit.new)))
        at = edit.end
    return pieces
