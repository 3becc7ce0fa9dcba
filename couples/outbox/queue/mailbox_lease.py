"""One person's mailbox takes one letter at a time. The rows that leave together are leased together with the mailbox.

Letters to many people are leased in one statement while none of their rows was ever tried. If a row kills its worker,
the others have one attempt counted as well, and each is leased by itself from then on (batch_lease.py).

Who has the mailbox is a row of its own (`LastLetter`). It is written in the very statement that leases the rows. So of
two workers with different rows for the same person only one finds the mailbox free. The other's rows wait a quarter of
an hour and leave as one letter then. A letter that is tried again finds the mailbox still its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from couples import clock
from couples.outbox import kinds
from couples.outbox.models import LastLetter, Message
from couples.outbox.policy import QUARTER, SKEW
from couples.outbox.queue import leases

LEASE = """
WITH asked AS (
    SELECT * FROM unnest(%(ids)s::uuid[], %(attempts)s::int[], %(letter_of)s::uuid[]) AS u(id, attempts, letter)
), held AS (
    SELECT m.id, asked.letter FROM couples_message m JOIN asked ON m.id = asked.id AND m.attempts = asked.attempts
    WHERE m.state = 'pending' AND (m.leased_until IS NULL OR m.leased_until <= %(now)s)
    FOR UPDATE OF m SKIP LOCKED
), here AS (
    SELECT id FROM couples_person WHERE id = ANY(%(people)s::uuid[]) ORDER BY id FOR KEY SHARE SKIP LOCKED
), whole AS (
    SELECT u.* FROM unnest(%(letters)s::uuid[], %(people)s::uuid[], %(counts)s::int[], %(partner_ons)s::date[])
                    AS u(letter, person, count, partner_on)
    JOIN (SELECT letter, count(*) FROM held GROUP BY letter) h ON h.letter = u.letter AND h.count = u.count
    JOIN here ON here.id = u.person
), mailbox AS (
    INSERT INTO couples_lastletter AS l (person_id, letter, at, partner_on)
    SELECT person, letter, %(now)s, partner_on FROM whole ORDER BY person
    ON CONFLICT (person_id) DO UPDATE
    SET letter = excluded.letter, at = excluded.at, partner_on = coalesce(excluded.partner_on, l.partner_on)
    WHERE l.letter = excluded.letter
       OR (l.at IS NULL OR l.at <= %(free)s OR l.at > %(skew)s)
      AND (excluded.partner_on IS NULL OR l.partner_on IS NULL
           OR l.partner_on < excluded.partner_on OR l.partner_on > excluded.partner_on + 1)
    RETURNING letter
)
UPDATE couples_message m
SET leased_until = %(until)s, leased_by = pg_backend_pid(), attempts = m.attempts + 1, letter = held.letter
FROM held WHERE m.id = held.id AND held.letter = ANY(ARRAY(SELECT letter FROM mailbox))
RETURNING m.letter
"""


#: Only rows with one attempt: a worker that has leased one since has counted a second.
PUT_BACK = """
WITH back AS (
    UPDATE couples_message SET leased_until = NULL, attempts = 0, letter = NULL
    WHERE id = ANY(%(ids)s::uuid[]) AND state = 'pending' AND attempts = 1
    RETURNING person_id
)
UPDATE couples_lastletter l SET at = NULL,
    partner_on = CASE WHEN l.letter = ANY(%(partners)s::uuid[]) THEN NULL ELSE l.partner_on END
FROM back WHERE l.person_id = back.person_id AND l.letter = ANY(%(letters)s::uuid[])
"""


@dataclass(frozen=True, slots=True)
class Letter:
    """Rows that leave together. `partner_on`: its person's date, if the partner caused one of them."""

    rows: Sequence[Message]
    partner_on: date | None

    @property
    def name(self) -> UUID:
        """Which letter it is, at every attempt the same: the id of a row of it."""
        first = self.rows[0]
        return first.pk if leases.has_ended_workers(first) else first.letter or first.pk


def lease(rows: Sequence[Message], *, partner_on: date | None) -> bool:
    """Lease all of these rows together with their person's mailbox, or nothing."""
    return bool(lease_each([Letter(rows, partner_on)]))


def lease_each(letters: Sequence[Letter]) -> list[Letter]:
    """Leases letters to different people in one commit, each whole or not at all. Gives those that are leased."""
    now = clock.now()
    until, names = now + leases.LEASE, [letter.name for letter in letters]
    rows = [(row, name) for letter, name in zip(letters, names, strict=True) for row in letter.rows]
    values: dict[str, Any] = {
        "ids": [row.pk for row, _ in rows],
        "attempts": [row.attempts for row, _ in rows],
        "letter_of": [name for _, name in rows],
        "letters": names,
        "people": [letter.rows[0].person_id for letter in letters],
        "counts": [len(letter.rows) for letter in letters],
        "partner_ons": [letter.partner_on for letter in letters],
        "now": now,
        "free": now - QUARTER,
        "skew": now + SKEW,
        "until": until,
    }
    with connection.cursor() as cursor:
        cursor.execute(LEASE, values)
        ours = {name for (name,) in cursor.fetchall()}
    for row, name in rows:
        if name in ours:
            row.leased_until, row.attempts, row.letter = until, row.attempts + 1, name
    return [letter for letter, name in zip(letters, names, strict=True) if name in ours]


def put_back(letters: Sequence[Letter]) -> None:
    """Takes the lease of letters back that were leased together and not begun, and the attempt with it."""
    values = {
        "ids": [row.pk for letter in letters for row in letter.rows],
        "letters": [letter.name for letter in letters],
        "partners": [letter.name for letter in letters if letter.partner_on],
    }
    with connection.cursor() as cursor:
        cursor.execute(PUT_BACK, values)


def begin_quarter(rows: Sequence[Message]) -> None:
    """The server has taken the letter. If that took long, the mailbox's quarter of an hour begins only now."""
    now, first = clock.now(), rows[0]
    if first.letter and first.leased_until and now - (first.leased_until - leases.LEASE) > SKEW:
        LastLetter.objects.filter(person=first.person_id, letter=first.letter).update(at=now)


def give_back(rows: Sequence[Message]) -> None:
    """Nothing has left. The mailbox is free again, and so is the day if this letter was its one by the partner (P8)."""
    if not rows or rows[0].letter is None:  # an account's mail leases no mailbox
        return
    free: dict[str, None] = {"at": None}
    if any(kinds.get(row.kind).by_partner for row in rows):
        free["partner_on"] = None
    LastLetter.objects.filter(person=rows[0].person_id, letter=rows[0].letter).update(**free)
