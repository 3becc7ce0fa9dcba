"""Rules made of patterns, matched clause by clause, whatever their case.

What a line quotes is left out: what somebody quotes is not what they agree to. SOMEBODY stands for the name of either
of the two. A pattern has steps, with ANYTHING between them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import regex
from django.utils.functional import Promise

from journal.wording.engine import Text, straight

#: A letter nobody's guidelines have.
SOMEBODY = "ꙗ"
#: Between two steps of a pattern: whatever is there, up to the next comma. Only outside of brackets.
ANYTHING = "[^,]*"
#: A clause with one of these says that something is not done.
DENIED = (
    r"\b(?:not|never|nobody|no one|none of us|neither|nor|without|no|cannot|instead of|rather than|leave out|ends?)\b"
    r"|n't\b(?! mind)"
)
_CLAUSE = regex.compile(r"[.!?;:\n]+|,? \b(?:but|except)\b ")


@dataclass(frozen=True, slots=True)
class ClauseRule:
    """`always` speaks wherever it is found, `unless_denied` only in a clause that does not say no to it.

    `except_for`, found anywhere in the line, keeps the rule quiet.
    """

    key: str
    words: "str | Promise"
    #: Parts of words, one of which is in every line the patterns could find: most lines are done with after these.
    near: str = ""
    always: tuple[str, ...] = ()
    unless_denied: tuple[str, ...] = ()
    except_for: tuple[str, ...] = ()
    safety: bool = False
    #: The same, looked for in the quoted passages as well.
    except_in_quotes: tuple[str, ...] = ()

    def find(self, text: Text) -> str:
        if not _is_near(self, text.unquoted):
            return ""
        if any(_pattern(each).search(text.unquoted) for each in self.except_for):
            return ""
        if any(_pattern(each).search(text.plain) for each in self.except_in_quotes):
            return ""
        clauses = (clause for clause in _CLAUSE.split(text.unquoted) if clause and clause.strip())
        return next((clause for clause in clauses if _speaks(self, clause)), "")


def without_names(text: str, names: Iterable[str]) -> tuple[str, bool]:
    """The text with SOMEBODY for each name, and whether all of them are in it.

    A name only as it is written: Will, May and Hope are words as well.
    """
    found = []
    for name in filter(None, (straight(name.strip()) for name in names)):
        if name not in text:
            found.append(False)
            continue
        text, times = regex.subn(rf"(?<!\w){regex.escape(name)}(?!\w)", SOMEBODY, text)
        found.append(times > 0)
    return text, len(found) > 1 and all(found)


def _is_near(rule: ClauseRule, said: str) -> bool:
    """Most lines are done with here, on every page that shows them: a plain loop takes a third of what `any` does."""
    if not rule.near:
        return True
    lower = said.lower()
    for part in _parts(rule.near):  # noqa: SIM110
        if part in lower:
            return True
    return False


def _speaks(rule: ClauseRule, clause: str) -> bool:
    if not _is_near(rule, clause):
        return False
    if any(_in_order(each, clause) for each in rule.always):
        return True
    if _pattern(DENIED).search(clause):
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
