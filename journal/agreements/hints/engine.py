"""Gentle words under a guideline while it is being written: pure, from patterns, and never in anybody's way.

A line that could be used against one of the two says so to both. How to put it better is for whoever writes it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import regex
from django.utils.functional import Promise

from journal.agreements.hints.rules import ANYTHING, DENIED, GENTLE, SAFETY, SOMEBODY, Rule
from journal.agreements.models import MOST_CHARACTERS

# Nothing that is opened is looked past for its end twice: that took the square of their number.
_QUOTED = regex.compile(r"“[^“”]*”|„[^„“”]*[“”]|«[^«»]*»|\"[^\"]*\"")
_CLAUSE = regex.compile(r"[.!?;:\n]+|,? \b(?:but|except)\b ")
_AGREE = regex.compile(r"\bwe (?:both )?(?:agree|decide|want|promise)(?: that)?\b", regex.IGNORECASE)
_DENIED = regex.compile(DENIED, regex.IGNORECASE)
_APOSTROPHES = str.maketrans("’ʼ`", "'''")


@dataclass(frozen=True, slots=True)
class Hint:
    key: str
    words: "str | Promise"
    #: It leads to the words about being safe.
    safety: bool = False


def hint_for(text: str, *, names: Iterable[str] = (), writing: bool = False) -> Hint | None:
    """The one hint this line gets, if any. How it could be put better is said only to whoever is `writing` it."""
    whole, both_named = _without_names(text[:MOST_CHARACTERS].translate(_APOSTROPHES), names)
    said = _QUOTED.sub(" … ", whole)
    found = next((rule for rule in SAFETY if _speaks(rule, said, whole)), None)
    if found is None and writing:
        line = _AGREE.sub("", said)
        gentle = (rule for rule in GENTLE if not (rule.key == "both" and both_named))
        found = next((rule for rule in gentle if _speaks(rule, line, whole)), None)
    return Hint(found.key, found.words, found.safety) if found else None


def _without_names(text: str, names: Iterable[str]) -> tuple[str, bool]:
    """The text with SOMEBODY for each name, and whether all of them are in it.

    A name only as it is written: Will, May and Hope are words as well.
    """
    found = []
    for name in filter(None, (name.strip().translate(_APOSTROPHES) for name in names)):
        if name not in text:
            found.append(False)
            continue
        text, times = regex.subn(rf"(?<!\w){regex.escape(name)}(?!\w)", SOMEBODY, text)
        found.append(times > 0)
    return text, len(found) > 1 and all(found)


def _speaks(rule: Rule, said: str, whole: str) -> bool:
    if not _is_near(rule, said):
        return False
    if any(_pattern(each).search(said) for each in rule.except_for):
        return False
    if any(_pattern(each).search(whole) for each in rule.except_in_quotes):
        return False
    return any(_found(rule, clause) for clause in _CLAUSE.split(said) if clause and clause.strip())


def _is_near(rule: Rule, said: str) -> bool:
    """Most lines are done with here, on every page that shows them: a plain loop takes a third of what `any` does."""
    if not rule.near:
        return True
    lower = said.lower()
    for part in _parts(rule.near):  # noqa: SIM110
        if part in lower:
            return True
    return False


def _found(rule: Rule, clause: str) -> bool:
    if not _is_near(rule, clause):
        return False
    if any(_in_order(each, clause) for each in rule.always):
        return True
    if _DENIED.search(clause):
        return False
    return any(_in_order(each, clause) for each in rule.unless_denied)


def _in_order(source: str, clause: str) -> bool:
    """Whether the pattern's steps are found one after the other, with anything but a comma between them.

    In one piece it would begin anew at every place for every step: the square or the cube of the length.
    """
    first, *then = _steps(source)
    if not then:
        return first.search(clause) is not None
    end = -1
    for stretch in clause.split(","):
        start, end = end + 1, end + 1 + len(stretch)
        found = first.search(clause, start, end)
        for step in then:
            found = found and step.search(clause, found.end(), end)
        if found:
            return True
    return False


@cache
def _steps(source: str) -> tuple["regex.Pattern[str]", ...]:
    return tuple(_pattern(step) for step in source.split(ANYTHING))


@cache
def _parts(near: str) -> tuple[str, ...]:
    return tuple(near.split())


@cache
def _pattern(source: str) -> "regex.Pattern[str]":
    return regex.compile(source, regex.IGNORECASE)
