"""The words somebody writes, read by a set of rules: at most one hint of each rule, in the order of the set."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

import regex
from django.utils.functional import Promise
from django.utils.translation import get_language

#: As long as the longest text a practice takes (see their forms). No rule ever reads more.
MOST_READ = 2_000
_STRAIGHT = str.maketrans(dict.fromkeys("‘’ʼ`´", "'"))
# Nothing that is opened is looked past for its end twice: that took the square of their number.
_QUOTED = regex.compile(r"“[^“”]*”|„[^„“”]*[“”]|«[^«»]*»|\"[^\"]*\"")


@dataclass(frozen=True, slots=True)
class Text:
    """Words as they were typed; the same with straight apostrophes; and those without what they quote."""

    typed: str
    plain: str
    unquoted: str


class Rule(Protocol):
    """`words` is the hint; it may say `%(said)s`, the words it is about. `safety`: the words could be used against
    one of the two, so the hint leads to the page about being safe.
    """

    @property
    def key(self) -> str: ...
    @property
    def words(self) -> "str | Promise": ...
    @property
    def safety(self) -> bool: ...

    def find(self, text: Text) -> str:
        """The words the hint is about; empty if it has nothing to say."""


@dataclass(frozen=True, slots=True)
class Hint:
    """Which rule, the words it is about as they were typed, and what we say."""

    key: str
    found: str
    words: str
    safety: bool = False


def straight(text: str) -> str:
    """With every apostrophe as a straight one. No character is added or lost."""
    return text.translate(_STRAIGHT)


def read(typed: str) -> Text:
    typed = typed[:MOST_READ]
    plain = straight(typed)
    return Text(typed, plain, _QUOTED.sub(" … ", plain))


def hints(rules: Iterable[Rule], *texts: Text) -> Iterator[Hint]:
    """None to a reader of another language: the rules know English only, and no hint is better than a wrong one."""
    if (get_language() or "en").partition("-")[0] != "en":
        return
    for rule in rules:
        for text in texts:
            if found := rule.find(text):
                yield Hint(rule.key, found, str(rule.words) % {"said": found}, rule.safety)
                break
