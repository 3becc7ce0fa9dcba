"""Rules made of phrases. A phrase is found at word borders, whatever its case, apostrophes and spaces.

In a phrase, `…` is up to six words of the same sentence, and `{name}` is any phrase of that list.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

import regex
from django.utils.functional import Promise

from journal.wording.engine import Text

_BETWEEN = r"(?:\s+[^\s.!?;]+){0,6}?"
Lists = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class PhraseRule:
    """Speaks where one of `says` is found, unless something of `unless` is found around it."""

    key: str
    words: "str | Promise"
    lists: Lists
    says: tuple[str, ...]
    unless: tuple[str, ...] = ()
    safety: bool = False

    def find(self, text: Text) -> str:
        covered = [match.span() for match in self._unless.finditer(text.plain, overlapped=True)] if self.unless else []
        begins = [first for first, _ in covered]
        reaches = list(accumulate((last for _, last in covered), max))
        for match in self._says.finditer(text.plain):
            start, end = match.span()
            if not _is_covered(start, end, begins, reaches):
                return " ".join(text.typed[start:end].split())
        return ""

    @cached_property
    def _says(self) -> "regex.Pattern[str]":
        return _any_of(self.says, self.lists)

    @cached_property
    def _unless(self) -> "regex.Pattern[str]":
        return _any_of(self.unless, self.lists)


def _is_covered(start: int, end: int, begins: Sequence[int], reaches: Sequence[int]) -> bool:
    """Whether one of what begins up to here reaches far enough; both in order of place."""
    before = bisect_right(begins, start)
    return bool(before) and reaches[before - 1] >= end


def _any_of(phrases: Iterable[str], lists: Lists) -> "regex.Pattern[str]":
    found = "|".join(_as_pattern(phrase, lists) for phrase in phrases)
    return regex.compile(rf"(?<![\w'])(?:{found})(?![\w'])", regex.IGNORECASE)


def _as_pattern(phrase: str, lists: Lists) -> str:
    written = ""
    for word in phrase.split():
        if word == "…":
            written += _BETWEEN
        else:
            written += (r"\s+" if written else "") + _word(word, lists)
    return written


def _word(word: str, lists: Lists) -> str:
    """Of a list the longest comes first, so that what is covered is covered whole."""
    if word.startswith("{"):
        longest_first = sorted(lists[word[1:-1]], key=len, reverse=True)
        return f"(?:{'|'.join(_as_pattern(each, lists) for each in longest_first)})"
    return str(regex.escape(word))
