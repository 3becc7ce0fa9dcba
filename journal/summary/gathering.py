"""What may go on the notes two people take along, and what does: each practice says it (`Along` in journal/own_words).

A thing of one person goes on once they have chosen it, one of both once both have. Everything is looked up anew each
time, among what both can read: what is no longer there is simply not on the page.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from couples.accounts.models import Person
from couples.space.models import Couple, Membership
from journal.entries import Entry
from journal.export.records import NotTheirs
from journal.own_words import Along, Part, Words
from journal.practices import PRACTICES
from journal.support.models import Handout


@dataclass(frozen=True, slots=True)
class Thing:
    """`ref` is how a handout names it. `by` is None for what belongs to both."""

    ref: str
    by: UUID | None
    label: str
    title: str
    parts: tuple[Part, ...]

    @property
    def gist(self) -> str:
        """What to tell it by in a list."""
        said = [self.title, *(part.words for part in self.parts)]
        return " · ".join(words for each in said if (words := " ".join(each.split())))


@dataclass(frozen=True, slots=True)
class Side:
    """One person's part of the page."""

    by: Membership
    wish: str
    things: list[Thing]


@dataclass(frozen=True, slots=True)
class Notes:
    """All of a page. `common` are things of both, that both chose."""

    sides: list[Side]
    common: list[Thing]


def things(couple: Couple) -> Iterator[Thing]:
    """Everything that either could choose, practice by practice."""
    for practice in PRACTICES:
        for words in practice.export:
            if words.along:
                yield from _of(practice.key, words, words.along, couple)


def _of(key: str, words: Words, along: Along, couple: Couple) -> Iterator[Thing]:
    for row in along.rows(couple).order_by(*(f"-{each}" for each in words.when), "pk"):
        if isinstance(row, Entry) and not row.is_open:
            raise NotTheirs(type(row).__name__)
        if isinstance(row, Entry) and row.erased_at:
            continue
        by = getattr(row, f"{words.by}_id") if words.by else None
        yield Thing(f"{key}:{words.key}:{row.pk}", by, str(words.label), str(words.title(row)), _parts(along, row))


def _parts(along: Along, row: Any) -> tuple[Part, ...]:
    return tuple(Part(str(part.heading), str(part.words)) for part in along.parts(row) if part.words)


def choosable(couple: Couple, person: Person) -> list[Thing]:
    return [each for each in things(couple) if each.by in {None, person.pk}]


def notes(couple: Couple, people: Iterable[Membership], handouts: Iterable[Handout]) -> Notes:
    """Of these handouts, in the order of the people's places. With one of them: what the other would see of it."""
    by_author = {each.author_id: each for each in handouts}
    chosen = {author: set(each.chosen) for author, each in by_author.items()}
    every = list(things(couple)) if chosen else []
    sides = [
        Side(one, mine.wish, [each for each in every if each.by == one.person_id and each.ref in mine.chosen])
        for one in people
        if (mine := by_author.get(one.person_id))
    ]
    common = [each for each in every if each.by is None and all(each.ref in refs for refs in chosen.values())]
    return Notes(sides, common)
