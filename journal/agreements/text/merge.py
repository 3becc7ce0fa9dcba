"""Three-way merge by words, for one guideline that two people, or one with two tabs, write at the same time.

- A change that only one side made is taken. The same change on both sides is taken once.
- Where both typed something new at the same place, both are kept.
- Where both changed the same words, the result is an overlap for the two people to settle.

No word that nobody deleted is ever lost. A moved word counts as one taken out and one written anew.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import regex

from couples.characters import tidy
from journal.agreements.text.edits import Edit, changes
from journal.agreements.text.tokens import UNSPACED, is_word, tokens_of

_ENDINGS = frozenset(".!?…;,:")
_GLYPH = regex.compile(rf"{UNSPACED}|\p{{Extended_Pictographic}}|\p{{Regional_Indicator}}")


@dataclass(frozen=True, slots=True)
class Overlap:
    """Words both sides changed, each in their own way."""

    base: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Merged:
    """`text` is None when there are overlaps: then only the two people can say what it should be."""

    text: str | None
    overlaps: tuple[Overlap, ...] = ()

    @property
    def clean(self) -> bool:
        return self.text is not None


def merge(base: str, mine: str, theirs: str, *, keep: Literal["mine", "theirs"] | None = None) -> Merged:
    """What `base` becomes when `mine` and `theirs` were both written from it.

    With `keep`, a choice one of the two has made: where both changed the same words, those; all else still merges.
    """
    base, mine, theirs = tidy(base), tidy(mine), tidy(theirs)
    if mine == theirs or theirs == base:
        return Merged(mine)
    if mine == base:
        return Merged(theirs)
    tokens = tokens_of(base)
    text: list[str] = []
    overlaps: list[Overlap] = []
    at = 0
    for ours, others in _groups(tokens, changes(tokens, tokens_of(mine)), changes(tokens, tokens_of(theirs))):
        start = min(edit.start for edit in (*ours, *others))
        end = max(edit.end for edit in (*ours, *others))
        settled = _settled(tokens, ours, others, start, end)
        if settled is None and keep:
            settled = _applied(tokens, ours if keep == "mine" else others, start, end)
        if settled is None:
            sides = (_applied(tokens, side, start, end) for side in ([], ours, others))
            overlaps.append(Overlap(*("".join(words) for words in sides)))
        text = _joined(_joined(text, tokens[at:start]), settled or [])
        at = end
    text = _joined(text, tokens[at:])
    return Merged(None, tuple(overlaps)) if overlaps else Merged(tidy("".join(text)))


def _groups(tokens: Sequence[str], mine: list[Edit], theirs: list[Edit]) -> Iterator[tuple[list[Edit], list[Edit]]]:
    """Edits in order of place; those that touch the same words together."""
    waiting = sorted(
        [(e.start, e.end, 0, e) for e in mine] + [(e.start, e.end, 1, e) for e in theirs], key=lambda e: e[:3]
    )
    group: tuple[list[Edit], list[Edit]] = ([], [])
    for _, _, side, edit in waiting:
        if any(group) and not any(_meet(tokens, other, edit) for other in group[1 - side]):
            yield group
            group = ([], [])
        group[side].append(edit)
    if any(group):
        yield group


def _meet(tokens: Sequence[str], one: Edit, other: Edit) -> bool:
    """Whether two edits touch: in the same words, at the same place, or side by side with no space between."""
    if one.inserts and other.inserts and one.start == other.start:
        return True
    for before, after in ((one, other), (other, one)):
        if before.end == after.start:
            around = tokens[max(before.end - 1, 0) : before.end + 1]
            return len(around) == 2 and all(_GLYPH.match(token) for token in around)
    return one.start < other.end and other.start < one.end


def _settled(tokens: Sequence[str], ours: list[Edit], others: list[Edit], start: int, end: int) -> list[str] | None:
    """What these words become, or None where only the two people can say."""
    mine, theirs = _applied(tokens, ours, start, end), _applied(tokens, others, start, end)
    if mine == theirs or not others:
        return mine
    if not ours:
        return theirs
    if not any(edit.new for edit in (*ours, *others)):
        return []  # both only took words out: what either took out is gone
    if any(edits != [Edit(start, end, edits[0].new)] for edits in (ours, others)):
        return None
    short, long = sorted((ours[0].new, others[0].new), key=len)
    if short and short in (long[: len(short)], long[-len(short) :]):
        return list(long)  # one went on where the other stopped: so does a request repeated after a lost reply
    if start < end or _begins("".join(mine).strip(), "".join(theirs).strip()):
        return None
    return _joined(theirs, mine)


def _begins(one: str, other: str) -> bool:
    """Whether one text is the other's beginning, cut within a word: the same person typing on, perhaps."""
    return bool(one and other) and (one.startswith(other) or other.startswith(one))


def _applied(tokens: Sequence[str], edits: Sequence[Edit], start: int, end: int) -> list[str]:
    words: list[str] = []
    at = start
    for edit in edits:
        words += [*tokens[at : edit.start], *edit.new]
        at = edit.end
    return [*words, *tokens[at:end]]


def _joined(first: Sequence[str], second: Sequence[str]) -> list[str]:
    """One after the other, with a space where the words of two people would run together."""
    touching = first and second and is_word(second[0]) and (is_word(first[-1]) or first[-1] in _ENDINGS)
    return [*first, *([" "] if touching else []), *second]
