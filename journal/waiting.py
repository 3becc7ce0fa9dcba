"""What waits for one person, as Today says it: in words, never as a number.

A practice says it as a queryset with open places: who asks, with whom, and when (`COUPLE` … `LAST_EVENING`). All of
them are one SQL statement that is made once a process and planned once a connection; asking fills the places in.

Why nothing is stored for it: what waits is always what the practices' own rows say at this moment. Rows kept beside
them would have to be written and taken away by some twenty services and whenever somebody comes or moves, and one that
is forgotten would say something too early, or not at all. Measured in November 2026, milliseconds of CPU for one
answer with the database's share: planned anew each time 6.0, its plan kept 1.1, three rows by an index 0.9.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from itertools import chain
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import (
    DateField,
    DateTimeField,
    Expression,
    F,
    Field,
    QuerySet,
    TextField,
    UUIDField,
    Value,
)
from django.db.models.functions import Cast

from couples import clock
from couples.accounts.models import Person
from couples.prepared_cursor import prepared_cursor
from couples.space.models import Couple

MOST = 3
#: Until then Today still tells of the evening before, by the reader's own clock.
NOON = time(12)
A_DAY = timedelta(days=1)


class Given(Expression):
    """A place in the kept statement for what only a reader brings."""

    def __init__(self, name: str, output_field: "Field[Any, Any]") -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return "%s", [self]


COUPLE = Given("couple", UUIDField())
PERSON = Given("person", UUIDField())
PARTNER = Given("partner", UUIDField())
NOW = Given("now", DateTimeField())
#: The reader's own date, and the first one whose evening Today still tells of.
TODAY = Given("today", DateField())
LAST_EVENING = Given("last_evening", DateField())


class Waiting(NamedTuple):
    """One line of Today. `further`: a second, smaller one. `comes_first`: it goes before all else, if nothing else does
    (`Practice.first`); at most one thing says so.
    """

    words: str
    url: str
    action: str
    further: str = ""
    comes_first: bool = False


class Found(NamedTuple):
    """One thing that waits. `what` says more about it in the practice's own code words."""

    since: datetime
    about: UUID
    what: str


class Waits(NamedTuple):
    """`rows` gives a queryset made by `newest`; `say` gives the words for one of its rows, from the partner's name."""

    rows: Callable[[], QuerySet[Any, Any]]
    say: Callable[[Found, str], Waiting]


class Statement(NamedTuple):
    sql: str
    places: Sequence[Any]
    waits: Sequence[Waits]


class MomentKept(Exception):
    """A value of the moment in which the statement was made would stand in it for everybody and for good."""


def newest(rows: QuerySet[Any], *, since: str, about: str = "pk", what: Any = None) -> QuerySet[Any, Any]:
    """The newest of these rows, by what `since` names."""
    said = Cast(what or Value(""), TextField())
    return rows.order_by(f"-{since}", "pk").values_list(F(since), F(about), said)[:MOST]


def parts_of(querysets: Iterable[QuerySet[Any, Any]]) -> tuple[list[str], list[Any]]:
    """Each queryset as SQL whose first column is its number, and the places of all of them. Raises MomentKept."""
    parts, places = [], []
    for nth, rows in enumerate(querysets):
        sql, params = rows.query.sql_with_params()
        parts.append(f"(SELECT {nth}, found.* FROM ({sql}) AS found)")  # noqa: S608  made of querysets; values are places
        places.append(params)
    every = list(chain.from_iterable(places))
    if kept := [each for each in every if isinstance(each, date | UUID)]:
        raise MomentKept(f"Say it with COUPLE … LAST_EVENING instead: {kept}")
    return parts, every


def filled(places: Iterable[Any], couple: Couple, person: Person, partner: Person | None) -> list[Any]:
    """What stands in the places of a kept statement for this reader at this moment."""
    local = clock.now().astimezone(person.tzinfo)
    given: dict[str, Any] = {
        COUPLE.name: couple.pk,
        PERSON.name: person.pk,
        PARTNER.name: partner.pk if partner else None,
        NOW.name: clock.now(),
        TODAY.name: local.date(),
        LAST_EVENING.name: local.date() - (A_DAY if local.time() < NOON else timedelta()),
    }
    return [given[at.name] if isinstance(at, Given) else at for at in places]


def made(waits: Sequence[Waits]) -> Statement:
    """What all practices have, the newest first; of one instant, in the order of the practices."""
    parts, places = parts_of(each.rows() for each in waits)
    # One more than is shown below: what comes first stands apart.
    return Statement(f"{' UNION ALL '.join(parts)} ORDER BY 2 DESC, 1, 3 LIMIT {MOST + 1}", places, waits)


def ask(statement: Statement, couple: Couple, person: Person, partner: Person) -> list[Waiting]:
    """One query, however many practices there are."""
    with prepared_cursor() as cursor:
        cursor.execute(statement.sql, filled(statement.places, couple, person, partner))
        rows = cursor.fetchall()
    return [statement.waits[nth].say(Found(*found), partner.name) for nth, *found in rows]
