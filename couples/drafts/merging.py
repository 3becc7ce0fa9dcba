"""One draft written on two devices, or in two tabs: what a page did not touch is not sent, and a clash keeps both.

A page sends with its words the ones they were typed on (`Base`), and each field is merged for itself. A page that waits
for the answer to a saving names several versions: the one it began from and those on their way.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from couples.errors import Refused

Words = Mapping[str, Any]


class Unseen(Refused):
    """Sending for good would send what was written elsewhere and is not on the page. Nothing was changed."""

    message = _("You wrote more on another device. It is here too now: look once more, then send it.")

    def __init__(self, words: Words, head: Words) -> None:
        super().__init__()
        self.words, self.head = words, head


@dataclass(frozen=True, slots=True)
class Base:
    """What a page's words were typed on. `picked` are chosen, not written: of two choices the later stands."""

    #: The one the page had from the server, then those it has sent and heard nothing of.
    versions: tuple[Words, ...] = ()
    picked: frozenset[str] = frozenset()
    #: Written in one line: two of them are put beside each other, not below.
    lines: frozenset[str] = frozenset()

    def merge(self, name: str, mine: Any, head: Any) -> Any:
        known = [version[name] for version in self.versions if name in version]
        if same(mine, head) or any(same(head, version) for version in known):
            return mine
        if known and same(mine, known[0]):
            return head
        if isinstance(mine, list):
            return _both_lists(known[0] if known else [], head, mine)
        if name in self.picked or not isinstance(mine, str):
            return mine or head
        return both(known[0] if known else "", head, mine, between=", " if name in self.lines else "\n\n")


def merged(mine: Words, *, head: Words | None, base: Base | None) -> dict[str, Any]:
    """What to keep. Nothing is there yet (`head` is None), or the page says nothing of what it was typed on (a page of
    an older release): exactly what was sent.
    """
    if head is None or base is None:
        return dict(mine)
    return {name: base.merge(name, value, _said(head, name, value)) for name, value in mine.items()}


def settled(mine: Words, *, head: Words | None, base: Base | None) -> dict[str, Any]:
    """What to send for good: exactly what is on the page. Raises Unseen where another device has written more."""
    words = merged(mine, head=head, base=base)
    if not alike(words, mine):
        raise Unseen(words, head or {})
    return words


def adds_nothing(mine: Words, *, head: Words, base: Base | None) -> bool:
    """Whether everything on the page is in what stands: a late autosave of words that were given is such an echo."""
    return alike(merged(mine, head=head, base=base or Base()), head)


def stored_words(entry: models.Model, names: Iterable[str]) -> dict[str, Any] | None:
    """What the row has of these fields; None for one that is being made."""
    return None if entry._state.adding else {name: getattr(entry, name) for name in names}


def alike(one: Words, other: Words) -> bool:
    return all(same(value, _said(other, name, value)) for name, value in one.items())


def _said(words: Words, name: str, like: Any) -> Any:
    """Also of a row that was never asked."""
    said = words.get(name)
    return ([] if isinstance(like, list) else "") if said is None else said


def same(one: Any, other: Any) -> bool:
    """What is ticked has no order."""
    if isinstance(one, list) and isinstance(other, list):
        return set(one) == set(other)
    return bool(one == other)


def both(base: str, head: str, mine: str, *, between: str = "\n\n") -> str:
    """Two texts that came from one, with all that either added. Half of a text that goes on is no text of its own."""
    if head.startswith(mine) or list(_places(mine, head)):
        return head
    if mine.startswith(head) or list(_places(head, mine)):
        return mine
    for around, inner in ((head, mine), (mine, head)):
        places = list(_places(base, around))
        if len(places) == 1:
            at = places[0]
            return around[:at] + inner + around[at + len(base) :]
    return f"{head}{between}{mine}"


def _places(part: str, whole: str) -> Iterator[int]:
    """Where `part` stands in `whole` as words of its own."""
    if part:
        for found in re.finditer(rf"(?<!\w){re.escape(part)}(?!\w)", whole):
            yield found.start()


def _both_lists(base: list[Any], head: list[Any], mine: list[Any]) -> list[Any]:
    gone = {each for each in base if each not in head or each not in mine}
    return [each for each in dict.fromkeys([*head, *mine]) if each not in gone]
