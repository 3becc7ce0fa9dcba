"""Gentle hints about wording, in English. They are shown beside what somebody writes and never stand in its way.

The rules are plain data (`rules.py`). A phrase is found at word borders, whatever its case, apostrophes and spaces.
In a phrase, `…` is up to six words of the same sentence and `{name}` any of that list. Rather no hint than a wrong
one: what `unless` describes covers what it contains.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

import regex

from journal.wording.rules import LISTS, RULES, Rule


@dataclass(frozen=True, slots=True)
class Hint:
    """Which rule, the words it is about as they were typed, and what we say."""

    key: str
    found: str
    words: str


#: As long as the longest text a practice takes (see their forms). No rule ever reads more.
MOST_READ = 2_000
_BETWEEN = r"(?:\s+[^\s.!?;]+){0,6}?"


def hints(*texts: str) -> list[Hint]:
    """At most one of each rule, in the rules' order."""
    read = [text[:MOST_READ] for text in texts]
    plain = [regex.sub(r"[‘’ʼ`´]", "'", text) for text in read]
    told = []
    for rule in RULES:
        said = next(filter(None, (_first(rule, *each) for each in zip(plain, read, strict=True))), "")
        if said:
            told.append(Hint(rule.key, said, str(rule.hint) % {"said": said}))
    return told


def _first(rule: Rule, text: str, typed: str) -> str:
    covered = [match.span() for match in _pattern(rule.unless).finditer(text, overlapped=True)] if rule.unless else []
    begins = [first for first, _ in covered]
    reaches = list(accumulate((last for _, last in covered), max))
    for match in _pattern(rule.says).finditer(text):
        start, end = match.span()
        if not _is_covered(start, end, begins, reaches):
            return " ".join(typed[start:end].split())
    return ""


def _is_covered(start: int, end: int, begins: Sequence[int], reaches: Sequence[int]) -> bool:
    """Whether one of what begins up to here reaches far enough; both in order of place."""
    before = bisect_right(begins, start)
    return bool(before) and reaches[before - 1] >= end


@cache
def _pattern(phrases: tuple[str, ...]) -> "regex.Pattern[str]":
    return regex.compile(rf"(?<![\w'])(?:{'|'.join(map(_as_pattern, phrases))})(?![\w'])", regex.IGNORECASE)


def _as_pattern(phrase: str) -> str:
    """Longest alternatives first, so that what is covered is covered whole."""
    written = ""
    for word in phrase.split():
        if word == "…":
            written += _BETWEEN
        else:
            written += (r"\s+" if written else "") + _word(word)
    return written


def _word(word: str) -> str:
    if word.startswith("{"):
        return f"(?:{'|'.join(_as_pattern(each) for each in sorted(LISTS[word[1:-1]], key=len, reverse=True))})"
    return str(regex.escape(word))
