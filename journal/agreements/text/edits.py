"""What changed between two texts, token by token, in bounded time: a line of repeated words must not hold a worker."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

import regex

from journal.agreements.text.tokens import is_word

# difflib is cubic where words repeat, so it only sees windows up to this size (old tokens by new tokens).
_WINDOW = 64 * 64
_FILLING = regex.compile(r"[\s\p{P}]")

_Run = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Edit:
    """Tokens [start, end) of the old text become `new`."""

    start: int
    end: int
    new: tuple[str, ...]

    @property
    def inserts(self) -> bool:
        return self.start == self.end


def changes(old: Sequence[str], new: Sequence[str]) -> list[Edit]:
    """The edits in order. What stays between two of them holds a word, or two signs: less is chance."""
    ends = (len(old), len(new))
    kept = [(0, 0, 0)]
    for i, j, size in _whole_runs(sorted(_equal(old, new))):
        if (i, j) == (0, 0) or (i + size, j + size) == ends or _holds(old[i : i + size]):
            kept.append((i, j, size))
    kept.append((*ends, 0))
    return [
        Edit(i + size, next_i, tuple(new[j + size : next_j]))
        for (i, j, size), (next_i, next_j, _) in pairwise(kept)
        if (i + size, j + size) != (next_i, next_j)
    ]


def _holds(run: Sequence[str]) -> bool:
    return any(is_word(token) for token in run) or sum(not _FILLING.match(token) for token in run) > 1


def _whole_runs(runs: Sequence[_Run]) -> list[_Run]:
    whole: list[_Run] = []
    for i, j, size in runs:
        if whole and (whole[-1][0] + whole[-1][2], whole[-1][1] + whole[-1][2]) == (i, j):
            i, j, size = whole[-1][0], whole[-1][1], whole.pop()[2] + size
        whole.append((i, j, size))
    return whole


def _equal(old: Sequence[str], new: Sequence[str]) -> Iterator[_Run]:
    """Equal runs: the common ends; then words found once on either side (patience); then difflib in the small rest."""
    waiting = [(0, len(old), 0, len(new))]
    while waiting:
        i, i_end, j, j_end = waiting.pop()
        head = _common(old[i:i_end], new[j:j_end])
        tail = _common(old[i + head : i_end][::-1], new[j + head : j_end][::-1])
        yield i, j, head
        yield i_end - tail, j_end - tail, tail
        i, i_end, j, j_end = i + head, i_end - tail, j + head, j_end - tail
        before, after = old[i:i_end], new[j:j_end]
        if len(before) * len(after) <= _WINDOW:
            blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
            yield from ((i + a, j + b, size) for a, b, size in blocks)
        elif anchors := _unique(before, after, 1) or _unique(before, after, 4):
            # From anchor to anchor; each stretch begins with its anchor, so it shrinks by at least that.
            starts = [(i, j), *((i + a, j + b) for a, b in anchors), (i_end, j_end)]
            waiting += [(a, a_end, b, b_end) for (a, b), (a_end, b_end) in pairwise(starts)]


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _unique(old: Sequence[str], new: Sequence[str], width: int) -> list[tuple[int, int]]:
    """The longest rising chain of places where `width` tokens stand that each side has exactly once."""
    there = _once(new, width)
    pairs = [(place, there[shingle]) for shingle, place in _once(old, width).items() if shingle in there]
    tops: list[int] = []
    tails: list[int] = []
    back: list[int] = []
    for index, (_, place) in enumerate(pairs):
        rank = bisect_left(tops, place)
        back.append(tails[rank - 1] if rank else -1)
        tops[rank : rank + 1], tails[rank : rank + 1] = [place], [index]
    chain, index = [], tails[-1] if tails else -1
    while index >= 0:
        chain.append(pairs[index])
        index = back[index]
    return chain[::-1]


def _once(tokens: Sequence[str], width: int) -> dict[tuple[str, ...], int]:
    """In order of place."""
    found: dict[tuple[str, ...], int] = {}
    for at in range(len(tokens) - width + 1):
        shingle = tuple(tokens[at : at + width])
        found[shingle] = -1 if shingle in found else at
    return {shingle: at for shingle, at in found.items() if at >= 0}
