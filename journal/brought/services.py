"""Bringing one's own words along from another space, and taking them away again. Nobody else is told of either.

A file is read in the request that brings it: 20,000 records take a few seconds, and never more than a few hundred of
them are in memory. All of it is brought along, or nothing.
"""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from itertools import islice
from typing import BinaryIO
from uuid import UUID, uuid5

from django.db import transaction

from couples.accounts.models import Person
from couples.space.models import Couple
from journal.brought.archive_file import MOST_RECORDS, opened
from journal.brought.errors import TooMuch
from journal.brought.models import BroughtRecord
from journal.brought.record import Brought
from journal.entries import Entry
from journal.practices import PRACTICES

AT_ONCE = 500


class Outcome(StrEnum):
    """What came of it."""

    BROUGHT = "brought"
    SAME = "same"  # all of it was here
    NONE = "none"  # nothing in the file is the person's own


@transaction.atomic
def bring(file: BinaryIO, *, by: Person, couple: Couple | None) -> Outcome:
    """Keep this person's own records of the file. Reading it once more changes nothing. Raises NotRead.

    What they have in `couple`, where they are now, is here already.
    """
    Person.objects.select_for_update(no_key=True).get(pk=by.pk)  # two files at once go one after the other
    before, found, changed = count(by), False, False
    with opened(file) as lines:
        records = lines.own()
        while chunk := list(islice(records, AT_ONCE)):
            found = True
            changed |= _keep(chunk, by=by, couple=couple, made_at=lines.made_at)
    after = count(by)
    if after > MOST_RECORDS:
        raise TooMuch
    if not found:
        return Outcome.NONE
    return Outcome.BROUGHT if changed or after > before else Outcome.SAME


@transaction.atomic
def take_away(*, by: Person) -> None:
    """All of it, at once. The file it came from is wherever its person keeps it."""
    BroughtRecord.objects.by(by).delete()


def shown(person: Person) -> set[tuple[str, str]]:
    """Of which practices and kinds there is something."""
    return set(BroughtRecord.objects.by(person).values_list("practice", "kind").distinct())


def count(person: Person) -> int:
    return BroughtRecord.objects.by(person).count()


def some(person: Person, practice: str, kind: str, start: int, stop: int) -> list[Brought]:
    """A page of them, in the order of time."""
    rows = BroughtRecord.objects.by(person).filter(practice=practice, kind=kind).in_order()
    return [_opened(row) for row in rows[start:stop]]


def all_of(person: Person) -> Iterator[Brought]:
    """Everything, a few hundred in memory at a time."""
    return (_opened(row) for row in BroughtRecord.objects.by(person).iterator(chunk_size=AT_ONCE))


def every(person: Person, practice: str, kind: str, couple: Couple) -> Iterator[Brought | None]:
    """All of a kind, for an archive of this couple. What that archive has as a row of its own is None here."""
    rows = BroughtRecord.objects.by(person).filter(practice=practice, kind=kind).in_order()
    each = rows.iterator(chunk_size=AT_ONCE)
    while chunk := [_opened(row) for row in islice(each, AT_ONCE)]:
        here = _here(chunk, person, couple)
        yield from (None if record.id in here else record for record in chunk)


def _keep(chunk: list[Brought], *, by: Person, couple: Couple | None, made_at: datetime) -> bool:
    """Whether something that was brought along before is another now."""
    here = _here(chunk, by, couple)
    rows = [_row(record, by, made_at) for record in chunk if record.id not in here]
    older = BroughtRecord.objects.filter(pk__in=[row.pk for row in rows], file_made_at__lt=made_at)
    replaced, _each = older.delete()
    BroughtRecord.objects.bulk_create(rows, ignore_conflicts=True)
    return bool(replaced)


def _row(record: Brought, person: Person, made_at: datetime) -> BroughtRecord:
    row = BroughtRecord(
        id=uuid5(person.pk, f"{record.practice}/{record.kind}/{record.id}"),
        person=person,
        practice=record.practice,
        kind=record.kind,
        at=record.at,
        file_made_at=made_at,
    )
    row.content = record.content()
    return row


def _opened(row: BroughtRecord) -> Brought:
    return Brought.of({**row.content, "practice": row.practice, "kind": row.kind})


def _here(records: list[Brought], person: Person, couple: Couple | None) -> set[UUID]:
    """Those of them that are rows of this couple which the person may take along: asked of their own rows alone."""
    if couple is None:
        return set()
    named = {(record.practice, record.kind) for record in records}
    found: set[UUID] = set()
    for practice in PRACTICES:
        for words in practice.export:
            if (practice.key, words.key) in named:
                ids = [record.id for record in records if (record.practice, record.kind) == (practice.key, words.key)]
                rows = words.rows(couple, person).filter(pk__in=ids)
                if issubclass(words.model, Entry):
                    rows = rows.filter(erased_at=None)  # a place without words
                found |= set(rows.values_list("pk", flat=True))
    return found
