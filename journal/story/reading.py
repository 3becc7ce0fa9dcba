"""Reads a page of the story: what all practices tell, and the pauses between, in one statement made once a process and
planned once a connection.

A pause is an entry of its own once it has ended, and never while it lasts: nothing on the page says that it has been
quiet (ground rule 1). It is worked out of what is open to both, so it tells neither of the other's doing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.utils.timezone import localtime

from couples.accounts.models import Person
from couples.prepared_cursor import prepared_cursor
from couples.space.models import Couple, Membership
from journal.practices import PRACTICES
from journal.story.models import Hidden
from journal.story.pauses import back_after
from journal.story_lines import Chapter, Happened, Known, Told
from journal.waiting import filled, parts_of

#: Quiet for less than this is no pause: people have weeks.
A_PAUSE = timedelta(days=14)
PAUSE = "pause"
_PAUSE_AT = -1


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry, as its reader sees it. `by` is whose words stand there."""

    chapter: str
    about: UUID
    icon: str
    #: Its first day, where only the month or the year is `told.known`.
    on: date
    told: Told
    by: Membership | None

    @property
    def month(self) -> tuple[int, int]:
        """Under which it stands. What only a year is known of follows the year's months."""
        return self.on.year, 0 if self.told.known is Known.YEAR else self.on.month

    @property
    def place(self) -> tuple[int, int, int]:
        """What is not known to the day follows the days of its month."""
        return *self.month, self.on.day if self.told.known is Known.DAY else 0

    @property
    def is_pause(self) -> bool:
        return self.chapter == PAUSE


class Statement(NamedTuple):
    sql: str
    places: Sequence[Any]
    chapters: Sequence[Chapter]


@cache
def statement() -> Statement:
    chapters = [chapter for practice in PRACTICES for chapter in practice.story]
    parts, places = parts_of(chapter.rows() for chapter in chapters)
    shown = [nth for nth, chapter in enumerate(chapters) if not chapter.is_everyday]
    ending = [nth for nth, chapter in enumerate(chapters) if chapter.ends_a_pause]
    keys = [chapter.key for chapter in chapters]
    table = connection.ops.quote_name(Hidden._meta.db_table)
    # Nothing of these strings comes from anybody: querysets of ours, numbers, and a table's name.
    sql = f"""
        WITH every (nth, at, about, by, what) AS ({" UNION ALL ".join(parts)}),
        followed AS (
            SELECT at, about, lag(at) OVER (ORDER BY at, about) AS before FROM every WHERE nth = ANY(%s)
        ),
        told AS (
            SELECT nth, at, about, by, what, (%s::text[])[nth + 1] AS chapter FROM every WHERE nth = ANY(%s)
            UNION ALL
            SELECT {_PAUSE_AT}, at, about, NULL, extract(day FROM at - before)::int::text, %s
            FROM followed WHERE at - before >= %s
        )
        SELECT nth, at, about, by, what FROM told
        WHERE (%s::uuid IS NULL OR (about = %s AND chapter = %s)) AND %s = (
            (about, chapter) IN (SELECT hidden.about, hidden.chapter FROM {table} AS hidden WHERE hidden.person_id = %s)
        )
        ORDER BY at DESC, nth DESC, about LIMIT %s OFFSET %s
    """  # noqa: S608
    return Statement(sql, [*places, ending, keys, shown, PAUSE, A_PAUSE], chapters)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    couple: Couple
    person: Person
    people: Sequence[Membership]


def some(reader: Reader, *, start: int = 0, most: int, hidden: bool = False) -> list[Entry]:
    """The newest from `start` on, without those this person hides from themselves; with `hidden` only those.

    One query, and one for each chapter among them that loads more.
    """
    rows = _asked(reader, (None, None, None, hidden, reader.person.pk, most, start))
    return _entries(rows, reader)


def stands_there(reader: Reader, chapter: str, about: UUID, *, hidden: bool) -> bool:
    return bool(_asked(reader, (about, about, chapter, hidden, reader.person.pk, 1, 0)))


def _asked(reader: Reader, last: Sequence[Any]) -> list[tuple[int, Happened]]:
    kept = statement()
    with prepared_cursor() as cursor:
        cursor.execute(kept.sql, [*filled(kept.places, reader.couple, reader.person, None), *last])
        return [(nth, Happened(*row)) for nth, *row in cursor.fetchall()]


def _entries(rows: Sequence[tuple[int, Happened]], reader: Reader) -> list[Entry]:
    names = {each.person_id: each.person.name for each in reader.people}
    by = {each.person_id: each for each in reader.people}
    loaded = {nth: _loaded(nth, rows) for nth in {nth for nth, _row in rows}}
    entries = []
    for nth, row in rows:
        chapter = None if nth == _PAUSE_AT else statement().chapters[nth]
        key, icon = (chapter.key, chapter.icon) if chapter else (PAUSE, "today")
        told = _told(nth, row, names, loaded[nth])
        on = told.on or localtime(row.at).date()
        entries.append(Entry(key, row.about, icon, on, told, by.get(row.by) if row.by else None))
    # The database has no reader's calendar: an instant stands among days by theirs.
    return sorted(entries, key=lambda entry: entry.place, reverse=True)


def _loaded(nth: int, rows: Sequence[tuple[int, Happened]]) -> Mapping[UUID, Any]:
    load = None if nth == _PAUSE_AT else statement().chapters[nth].load
    return load([row.about for of, row in rows if of == nth]) if load else {}


def _told(nth: int, row: Happened, names: Mapping[UUID, str], loaded: Mapping[UUID, Any]) -> Told:
    if nth == _PAUSE_AT:
        return Told(back_after(int(row.what)))
    return statement().chapters[nth].tell(row, names, loaded.get(row.about))
