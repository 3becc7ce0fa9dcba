"""One person's mailbox, one letter at a time: rows that leave together are leased together, and with them the turn.

The turn is a row of its own (`LastLetter`). It is taken in the very statement that leases, so that of two workers with
different rows for the same person only one finds the mailbox free; the other's rows wait a quarter of an hour and leave
as one letter then. A letter that is tried again takes its own turn again.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, connection, transaction

from couples import clock
from couples.outbox import leases
from couples.outbox.models import LastLetter, Message, State

QUARTER = timedelta(minutes=15)
#: Further ahead than this is no other worker's clock but one that was set back since: such a turn counts for nothing.
SKEW = timedelta(minutes=1)

LEASE = """
WITH held AS (
    SELECT m.id FROM couples_message m
    JOIN unnest(%(ids)s::uuid[], %(attempts)s::int[]) AS u(id, attempts) ON m.id = u.id AND m.attempts = u.attempts
    WHERE m.state = 'pending' AND (m.leased_until IS NULL OR m.leased_until <= %(now)s)
    FOR UPDATE OF m SKIP LOCKED
), turn AS (
    INSERT INTO couples_lastletter AS l (person_id, letter, at, partner_on)
    SELECT %(person)s, %(letter)s, %(now)s, %(partner_on)s::date WHERE (SELECT count(*) FROM held) = %(count)s
    ON CONFLICT (person_id) DO UPDATE
    SET letter = excluded.letter, at = excluded.at, partner_on = coalesce(excluded.partner_on, l.partner_on)
    WHERE l.letter = excluded.letter
       OR (l.at IS NULL OR l.at <= %(free)s OR l.at > %(skew)s)
      AND (excluded.partner_on IS NULL OR l.partner_on IS NULL
           OR l.partner_on < excluded.partner_on OR l.partner_on > excluded.partner_on + 1)
    RETURNING person_id
)
UPDATE couples_message m SET leased_until = %(until)s, attempts = m.attempts + 1, letter = %(letter)s
FROM held, turn WHERE m.id = held.id
"""


def lease(rows: Sequence[Message], *, partner_on: date | None) -> bool:
    """All of these rows and their person's turn, or nothing. `partner_on`: the local date, if a partner caused one."""
    first, now = rows[0], clock.now()
    letter = first.pk if leases.has_ended_workers(first) else first.letter or first.pk
    until = now + leases.LEASE
    values: dict[str, Any] = {
        "ids": [row.pk for row in rows],
        "attempts": [row.attempts for row in rows],
        "count": len(rows),
        "person": first.person_id,
        "letter": letter,
        "partner_on": partner_on,
        "now": now,
        "free": now - QUARTER,
        "skew": now + SKEW,
        "until": until,
    }
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(LEASE, values)
            if cursor.rowcount != len(rows):
                return False
    except IntegrityError:  # the person is gone by now, and the rows with them
        return False
    for row in rows:
        row.leased_until, row.attempts, row.letter = until, row.attempts + 1, letter
    return True


def give_back(rows: Sequence[Message]) -> None:
    """Nothing has left: the mailbox is free again."""
    for row in rows[:1]:
        if row.letter is None:  # an account's mail takes no turn
            return
        LastLetter.objects.filter(person=row.person_id, letter=row.letter).update(at=None, partner_on=None)


def left(rows: Sequence[Message]) -> None:
    """They have left, whoever holds them now: all of a letter in one commit (E9)."""
    now = clock.now()
    pending = Message.objects.filter(pk__in=[row.pk for row in rows], state=State.PENDING)
    pending.update(state=State.SENT, sent_at=now, params=None, error="")
    begun = rows[0].leased_until and rows[0].leased_until - leases.LEASE
    if begun and now - begun > SKEW and rows[0].letter:  # a slow server: the quarter begins when it took the letter
        LastLetter.objects.filter(person=rows[0].person_id, letter=rows[0].letter).update(at=now)
