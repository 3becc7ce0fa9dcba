"""Two people who were a couple here before, and are one again: what of the old time both want to read together.

Each says it practice by practice, alone. A practice can be read in the new space while both have chosen it. Nothing
is copied: what is read are the rows of the old couple, as far as both could read them then.

What can be inferred:

- Nobody is ever shown what the other has chosen. A practice that is read by both was chosen by both. One that I chose
  and that is not read says only that the other has not chosen it so far. They may have looked or not, they may never
  come: the other has no way to say no, so there is no no to be seen. Each practice is chosen by itself, with a button
  of its own. So having chosen one is no answer about its neighbours.
- Choosing makes no hint, no mail and no line on any page of the other's, and no time is kept that a page could show.
  The other finds it the next time they look, as if it had been there since their own choice.
- Both rows are read in one statement, so both open, and both end, with one commit. Whoever chooses second sees it at
  once, and learns by it what they would learn later: that both wanted it.
- Somebody who chooses everything only to look learns of those choices that the other made as well, and is seen to have
  made them. To change one's mind ends it for both, and is not told.
- What can be chosen is what both can read, so the list is the same for both, and nothing private shows by it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import QuerySet

from couples.accounts.models import Person
from couples.space.lock import hold
from couples.space.models import Couple
from journal.agreements import services as agreements
from journal.agreements.models import SignedVersion
from journal.before.models import ComingAlong
from journal.export.records import Reader, Record, by_time, kinds, readable, record_of, refuse_others
from journal.own_words import Words
from journal.practice import Practice
from journal.practices import PRACTICES

GUIDELINES = "agreements"


@dataclass(frozen=True, slots=True)
class Before:
    """One couple of before, as one of the two sees it: what they chose, and what both did."""

    couple: Couple
    mine: frozenset[str]
    both: frozenset[str]


def couples_of(one: Person, other: Person | None) -> "QuerySet[Any, Any]":
    """The closed couples of exactly these two, the last one first."""
    closed = Couple.objects.filter(closed_at__isnull=False).order_by("-created_at", "pk")
    return closed.filter(memberships__person=one).filter(memberships__person=other) if other else closed.none()


def chosen(couple: Couple, one: Person, other: Person | None) -> list[Before]:
    """Of each couple that these two were in before, for `one`."""
    old = list(couples_of(one, other))
    rows = ComingAlong.objects.for_couple(couple).filter(before__in=old)
    said = {(row.before_id, row.person_id): frozenset(row.practices) for row in rows}
    found = []
    for before in old:
        mine = said.get((before.pk, one.pk), frozenset())
        theirs = said.get((before.pk, other.pk), frozenset()) if other else frozenset()
        found.append(Before(before, mine, mine & theirs))
    return found


def offered(before: Couple, one: Person, other: Person) -> list[Practice]:
    """The practices that have something both can read. The same for both."""
    return [
        practice
        for practice in PRACTICES
        if any(open_to_both(words, before, one, other).exists() for words in practice.export)
    ]


def open_to_both(words: Words, before: Couple, one: Person, other: Person) -> "QuerySet[Any, Any]":
    """What either may take along: neither a draft nor anything private is among both."""
    others = readable(words, Reader.of(before, other))
    return readable(words, Reader.of(before, one)).filter(pk__in=others.order_by().values("pk"))


def read(words: Words, before: Couple, one: Person, other: Person, start: int, stop: int) -> list[Record]:
    """Some of it in the order of time, for `one`. Raises NotTheirs for a row that is not open to both."""
    reader, others = Reader.of(before, one), Reader.of(before, other)
    found = []
    for row in by_time(words, open_to_both(words, before, one, other))[start:stop]:
        refuse_others(row, others)
        found.append(record_of(words, row, reader))
    return found


def kinds_of(practice: str) -> Iterator[Words]:
    return (words for of, words in kinds() if of.key == practice)


@transaction.atomic
def bring(couple: Couple, *, by: Person, before: Couple, practice: str) -> None:
    """Have a practice come along, as far as the other wants it too. Raises SpaceClosed."""
    row = _row(couple, by, before)
    row.practices = sorted({*row.practices, practice})
    row.save()


@transaction.atomic
def leave_it(couple: Couple, *, by: Person, before: Couple, practice: str) -> None:
    """Not any more, or never: it is gone for both from this moment, and nobody is told. Raises SpaceClosed."""
    row = _row(couple, by, before)
    row.practices = [each for each in row.practices if each != practice]
    row.save()


@transaction.atomic
def hear(couple: Couple, *, by: Person, other: Person) -> None:
    """They know that they may choose: Today tells it no more. Raises SpaceClosed."""
    for before in couples_of(by, other):
        _row(couple, by, before).save()


def _row(couple: Couple, person: Person, before: Couple) -> ComingAlong:
    hold(couple)  # the other may be leaving in this very moment
    row = ComingAlong.objects.for_couple(couple).filter(person=person, before=before).first()
    if row is None:
        row = ComingAlong(couple=couple, person=person, before=before)
        row.practices = []
    return row


def last_signed(before: Couple) -> SignedVersion | None:
    """The last version that both had signed."""
    return SignedVersion.objects.for_couple(before).been_in_force().order_by("-number").first()


@transaction.atomic
def begin_with(version: SignedVersion, *, couple: Couple, by: Person) -> None:
    """Put its lines at the end of the new draft. Nothing is signed by it. Twice adds them once. Raises Refused."""
    for nth, line in enumerate(version.lines):
        op_id: UUID = uuid5(version.pk, str(nth))
        agreements.add_line(couple, by=by, text=line, op_id=op_id)
