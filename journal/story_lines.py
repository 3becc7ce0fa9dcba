"""What a practice tells of a couple's story: things that happened, each open to both.

A practice says it as `Chapter`s, each a queryset with open places for who asks (`COUPLE`, `NOW` of `journal.waiting`)
and the sentences for its rows. All chapters are one SQL statement, made once a process: the hub (`journal/story`) reads
a page of it, whatever the number of practices and of years.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import F, QuerySet, TextField, UUIDField, Value
from django.db.models.functions import Cast

from journal.own_words import Picture


class Happened(NamedTuple):
    """One thing that happened. `by`: whose doing, or nobody's alone; `what`: more about it in code words."""

    at: datetime
    about: UUID
    by: UUID | None
    what: str


class Known(StrEnum):
    """How exactly somebody knows when something was."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class Told(NamedTuple):
    """The same as somebody reads it: a title in one sentence, a line of ours, somebody's own words, the way to it.

    `on`: the day it was, where that is not the day of the instant. Its first day, where only month or year is `known`.
    """

    title: str
    line: str = ""
    words: str = ""
    url: str = ""
    on: date | None = None
    known: Known = Known.DAY
    picture: Picture | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """`key` says what an entry is where somebody hides one, so it never changes. `icon`: see couples/icons.py."""

    key: str
    icon: str
    #: Made by `happened`.
    rows: Callable[[], "QuerySet[Any, Any]"]
    #: Of one row, the names of the two by id, and what `load` gave for it.
    tell: Callable[[Happened, Mapping[UUID, str], Any], Told]
    #: What the sentences need besides, for the shown rows at once: one query.
    load: Callable[[Sequence[UUID]], Mapping[UUID, Any]] | None = None
    #: Told only in the pauses between: it is life together, too frequent for a story.
    is_everyday: bool = False
    #: The instant is when it happened, not the one it tells of: only then can a pause end with it.
    ends_a_pause: bool = True


def happened(
    rows: "QuerySet[Any]", *, at: str, about: str = "pk", by: str = "", what: Any = None
) -> "QuerySet[Any, Any]":
    """The columns of a chapter, by the names of the row's own."""
    whose: Any = Cast(F(by), UUIDField()) if by else Cast(Value(None), UUIDField())
    said = Cast(what or Value(""), TextField())
    return rows.order_by().values_list(F(at), F(about), whose, said)
