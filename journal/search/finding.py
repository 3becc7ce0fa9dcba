"""Looks through all that one person may read of their couple, and what they brought along, for words.

Words are encrypted, so no index knows them: every row is read and opened in memory, for this couple alone, and
forgotten with the answer. What may be looked through is what its person could take along (`export` in each practice),
asked of each row once more. Never a sealed answer, not even one's own: it is not to be read before both have given.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

from django.urls import reverse
from django.utils.timezone import get_current_timezone

from couples.accounts.models import Person
from couples.space.models import Couple, CoupleOwned
from couples.vault.fields import EncryptedField
from couples.vault.reading import open_values
from journal.brought import services as brought
from journal.brought.record import Brought
from journal.export.records import Reader, in_order, kinds, refuse_others, state_of
from journal.own_words import Part, State, Words
from journal.practice import Practice
from journal.search.query import Query
from journal.story.services import left_out

#: Rows read at once.
CHUNK = 500
#: The columns that say when somebody took something away.
TAKEN_AWAY = ("removed_at", "withdrawn_at", "retired_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody asks for. `practice` is a key, "" for all; both dates are the reader's own, and included."""

    query: Query
    practice: str = ""
    since: date | None = None
    until: date | None = None

    def covers(self, on: date) -> bool:
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One thing that has the words. `marked` are pieces of the part that has them, with what was looked for."""

    #: The question it answers, or what kind of thing it is.
    title: str
    by: UUID | None
    #: None where only its title says when it was.
    on: date | None
    url: str
    is_draft: bool
    marked: list[tuple[str, bool]]
    #: From another space (journal/brought).
    is_brought: bool = False


class _Hit(NamedTuple):
    on: date
    shown: Callable[[], Found]


def find(couple: Couple, person: Person, wanted: Wanted, most: int) -> tuple[list[Found], bool]:
    """The newest of what has all the words, and whether there is more. The number of queries is that of the kinds."""
    every = [*_hits(Reader.of(couple, person), wanted), *_brought(person, wanted)]
    hits = sorted(every, key=lambda hit: hit.on, reverse=True)
    return [hit.shown() for hit in hits[:most]], len(hits) > most


def _hits(reader: Reader, wanted: Wanted) -> Iterator[_Hit]:
    hidden = left_out(reader.couple, reader.person)
    for practice, words in kinds():
        if not words.searched or (wanted.practice and practice.key != wanted.practice):
            continue
        for row in _likely(words, reader, wanted.query):
            on = _date_of(row.taken_when)
            if on is None or not wanted.covers(on):
                continue
            refuse_others(row, reader)
            if _may_be_found(row, hidden) and wanted.query.stands_in(_text_of(words, row)):
                yield _Hit(on, partial(_found, practice, words, row, on, wanted.query))


def _brought(person: Person, wanted: Wanted) -> Iterator[_Hit]:
    """What this person brought along. One query. What has no day is found where no day is asked for."""
    known = {(practice.key, words.key): words for practice, words in kinds() if words.searched}
    for record in brought.all_of(person):
        words = known.get((record.practice, record.kind))
        if words is None or record.state is State.SEALED or wanted.practice not in {"", record.practice}:
            continue
        texts = [part.words for part in record.parts]
        text = "\n".join([*texts, record.title] if words.title_searched else texts)
        on = _date_of(record.when)
        is_within = wanted.covers(on) if on else wanted.since is None and wanted.until is None
        if is_within and wanted.query.stands_in(text):
            yield _Hit(on or date.min, partial(_found_brought, words, record, person, on, wanted.query))


def _likely(words: Words, reader: Reader, query: Query) -> Iterator[Any]:
    """The rows that may have the words: all of a kind, or those whose columns have them."""
    rows = in_order(words, reader)
    if words.spoken is None:
        return rows.iterator(chunk_size=CHUNK)
    called = words.spoken()
    columns = [name for name in words.fields if isinstance(words.model._meta.get_field(name), EncryptedField)]
    ids = [
        row
        for row, *values in open_values(words.rows(reader.couple, reader.person), "id", *columns, chunk=CHUNK)
        if query.stands_in(" ".join(_texts(values, called)))
    ]
    return rows.filter(pk__in=ids).iterator(chunk_size=CHUNK)


def _texts(value: Any, called: Mapping[str, str]) -> Iterator[str]:
    if isinstance(value, str):
        yield called.get(value, value)
    elif isinstance(value, dict):
        yield from _texts(list(value.values()), called)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each, called)


def _may_be_found(row: CoupleOwned, hidden: Set[UUID]) -> bool:
    """What its author took away stands on no page any more. What its reader hides from themselves no search brings up,
    nor what belongs to it: an answer to a question, what was said in a talk.
    """
    if state_of(row) is State.SEALED or any(getattr(row, name, None) for name in TAKEN_AWAY):
        return False
    return not hidden or hidden.isdisjoint({row.pk, *_named_by(row)})


def _named_by(row: CoupleOwned) -> Iterator[Any]:
    return (getattr(row, each.attname) for each in row._meta.concrete_fields if each.is_relation)


def _date_of(when: object) -> date | None:
    if isinstance(when, datetime):
        return when.astimezone(get_current_timezone()).date()
    return when if isinstance(when, date) else None


def _text_of(words: Words, row: Any) -> str:
    texts = [str(part.words) for part in words.parts(row) if part.words]
    return "\n".join([*texts, str(words.title(row))] if words.title_searched else texts)


def _found(practice: Practice, words: Words, row: Any, on: date, query: Query) -> Found:
    return Found(
        title=str((words.title(row) if words.title_searched else "") or words.label),
        by=getattr(row, f"{words.by}_id") if words.by else None,
        on=on if words.is_day_known(row) else None,
        url=words.page(row) or reverse(practice.row.page),
        is_draft=state_of(row) is State.DRAFT,
        marked=_marked(words.parts(row), query),
    )


def _found_brought(words: Words, record: Brought, person: Person, on: date | None, query: Query) -> Found:
    return Found(
        title=(record.title if words.title_searched else "") or str(words.label),
        by=person.pk,
        on=on,
        url=reverse("brought:words", args=[record.practice, record.kind]),
        is_draft=False,
        marked=_marked(record.parts, query),
        is_brought=True,
    )


def _marked(parts: Iterable[Part], query: Query) -> list[tuple[str, bool]]:
    """Of the first part that has one of the words."""
    shown = (query.marked(str(part.words)) for part in parts if part.words)
    return next((pieces for pieces in shown if pieces), [])
