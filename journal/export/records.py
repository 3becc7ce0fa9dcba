"""All that one person may take along, practice by practice and in the order of time, read a few rows at a time.

Each row is asked once more whether it is this person's to read. A practice that forgets to leave something out makes
the archive fail; it never makes it tell (S13).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from couples.accounts.models import Person
from couples.space.models import Couple, CoupleOwned, Membership
from journal.brought import services as brought
from journal.brought.record import Brought
from journal.entries import Entry, PrivateToOne
from journal.own_words import Part, Picture, State, Words
from journal.practice import Practice
from journal.practices import PRACTICES

CHUNK = 200


class NotTheirs(Exception):
    """A practice gave something out that is not for this person. It says of what kind, and nothing more."""


@dataclass(frozen=True, slots=True)
class Record:
    """One thing to take along: as somebody reads it, and as it is stored."""

    id: UUID
    #: “you” or “other”; "" for words of both, and of somebody who is no longer here.
    by: str
    state: State
    when: "datetime | date | None"
    title: str
    parts: tuple[Part, ...]
    data: dict[str, Any]
    picture: Picture | None = None
    #: Whether its reader may erase it, where that was asked.
    erasable: bool = False


@dataclass(frozen=True, slots=True)
class Reader:
    """Who takes along, and what everybody of their couple is called in the data."""

    couple: Couple
    person: Person
    names: dict[UUID, str]
    #: Told of every record that was read.
    each: Callable[[], None]
    #: Of their own words alone.
    own_only: bool = False

    @classmethod
    def of(
        cls, couple: Couple, person: Person, each: Callable[[], None] = lambda: None, *, own_only: bool = False
    ) -> "Reader":
        ids = Membership.objects.filter(couple=couple).values_list("person_id", flat=True)
        return cls(couple, person, dict.fromkeys(ids, "other") | {person.pk: "you"}, each, own_only)

    def plain(self, value: Any) -> Any:
        """As JSON has it. People are named by who they are to the reader."""
        if isinstance(value, UUID):
            return self.names.get(value, str(value))
        if isinstance(value, datetime):
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, dict):
            return {str(key): self.plain(each) for key, each in value.items()}
        if isinstance(value, list | tuple):
            return [self.plain(each) for each in value]
        return value


class Section(NamedTuple):
    """All records of one kind, named as they are in the data. `is_brought`: they came from another space."""

    practice: str
    kind: str
    label: str
    records: "Iterator[Record | Brought]"
    is_brought: bool = False


class Chapter(NamedTuple):
    """What a reader finds under one heading: a practice, or all that was brought along."""

    key: str
    title: str
    sections: list[Section]


def chapters(reader: Reader) -> Iterator[Chapter]:
    for practice in PRACTICES:
        sections = [Section(practice.key, each.key, str(each.label), records(each, reader)) for each in practice.export]
        yield Chapter(practice.key, str(practice.title), sections)
    shown = brought.shown(reader.person)
    came = [
        Section(practice.key, words.key, str(words.label), _brought(practice, words, reader), is_brought=True)
        for practice, words in kinds()
        if (practice.key, words.key) in shown
    ]
    if came:
        yield Chapter("brought", _("Brought along"), came)


def kinds() -> Iterator[tuple[Practice, Words]]:
    for practice in PRACTICES:
        for words in practice.export:
            yield practice, words


def count(reader: Reader) -> int:
    here = sum(readable(words, reader).count() for __, words in kinds())
    return here + brought.count(reader.person)


def records(words: Words, reader: Reader) -> Iterator[Record]:
    for row in in_order(words, reader).iterator(chunk_size=CHUNK):
        yield record_of(words, row, reader)
        reader.each()


def pictures(reader: Reader) -> Iterator[Picture]:
    """The photographs that belong to what one person may take along."""
    for _practice, words in kinds():
        if words.picture is None:
            continue
        for row in in_order(words, reader).iterator(chunk_size=CHUNK):
            refuse_others(row, reader)
            if picture := words.picture(row):
                yield picture


def _brought(practice: Practice, words: Words, reader: Reader) -> Iterator[Brought]:
    for record in brought.every(reader.person, practice.key, words.key, reader.couple):
        if record:
            yield record
        reader.each()


def some(words: Words, reader: Reader, start: int, stop: int) -> list[Record]:
    """A page of them, for whoever reads them here."""
    found = [(row, record_of(words, row, reader)) for row in in_order(words, reader)[start:stop]]
    return [replace(each, erasable=each.by == "you" and is_erasable(words, row)) for row, each in found]


def is_erasable(words: Words, row: Any) -> bool:
    """Whether its author may erase it alone."""
    return bool(words.by) and words.erase is not None and words.erasable(row)


def in_order(words: Words, reader: Reader) -> "QuerySet[Any, Any]":
    """The rows as the database has them, each with `taken_when`: none of them was asked yet whether it is theirs."""
    return by_time(words, readable(words, reader))


def by_time(words: Words, rows: "QuerySet[Any, Any]") -> "QuerySet[Any, Any]":
    when = Coalesce(*words.when) if len(words.when) > 1 else F(words.when[0])
    found: QuerySet[Any, Any] = rows.annotate(taken_when=when)
    return found.order_by("taken_when", "pk")


def readable(words: Words, reader: Reader) -> "QuerySet[Any, Any]":
    """The rows that have words. What was erased has a place, and nothing to take along."""
    rows: QuerySet[Any, Any] = words.rows(reader.couple, reader.person)
    if reader.own_only:
        rows = rows.filter(**{words.by: reader.person}) if words.by else rows.none()
    return rows.filter(erased_at=None) if issubclass(words.model, Entry) else rows


def record_of(words: Words, row: Any, reader: Reader) -> Record:
    refuse_others(row, reader)
    whose = reader.names.get(getattr(row, f"{words.by}_id"), "") if words.by else ""
    names = (*words.fields, *words.own) if whose == "you" else words.fields
    data = {name: reader.plain(_stored(row, name)) for name in names} | reader.plain(words.more(row))
    when = row.taken_when if isinstance(row.taken_when, date) and words.is_day_known(row) else None
    parts = tuple(Part(str(part.heading), str(part.words)) for part in words.parts(row) if part.words)
    picture = words.picture(row) if words.picture else None
    return Record(row.pk, whose, state_of(row), when, str(words.title(row)), parts, data, picture)


def refuse_others(row: CoupleOwned, reader: Reader) -> None:
    """Raises NotTheirs for another couple's, the other's draft or sealed answer, and what is private to them."""
    hidden = isinstance(row, Entry) and row.author_id != reader.person.pk and not row.is_open
    private = isinstance(row, PrivateToOne) and row.person_id != reader.person.pk
    if row.couple_id != reader.couple.pk or hidden or private:
        raise NotTheirs(type(row).__name__)


def state_of(row: CoupleOwned) -> State:
    if isinstance(row, PrivateToOne):
        return State.PRIVATE
    if not isinstance(row, Entry) or row.is_open:
        return State.OPEN
    return State.DRAFT if row.is_draft else State.SEALED


def state_words(state: State) -> str:
    """Who could read it; nothing for what both can."""
    return {
        State.DRAFT: _("A draft. Only you could see it."),
        State.SEALED: _("Given, and not open yet. Only you could see it."),
        State.PRIVATE: _("Only you could see it."),
    }.get(state, "")


def _stored(row: Any, name: str) -> Any:
    return getattr(row, row._meta.get_field(name).attname)
