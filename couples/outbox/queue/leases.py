"""Who may work on a row of the outbox, and what becomes of it. The rules are the same for every channel.

A lease is one conditional update that also counts the attempt, committed before any work. So a row that kills its
worker has its attempt counted like one that fails. Rows leased in the same commit have that one attempt counted too.
`attempts` is the fence: a worker may change a row only while the number is the one that its own lease made.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Func, IntegerField

from couples import clock
from couples.outbox import kinds
from couples.outbox.models import MAX_ATTEMPTS, Message, MessageQuerySet, State

log = logging.getLogger(__name__)

DATA = timedelta(minutes=2)  # SMTP's DATA at its longest: two answers, each of EMAIL_TIMEOUT
LEASE = DATA + timedelta(seconds=30)
#: PostgreSQL's number of this connection. orphans.py knows a dead worker by it.
HERE = Func(function="pg_backend_pid", output_field=IntegerField())
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=6)


HOLD_BACK = """
UPDATE couples_message m SET next_try_at = u.until
FROM unnest(%s::uuid[], %s::timestamptz[]) AS u(id, until)
WHERE m.id = u.id AND m.state = 'pending' AND (m.leased_until IS NULL OR m.leased_until <= %s)
"""


#: Written for every letter, so as plain SQL: the ORM takes longer to word it than PostgreSQL to do it.
GONE = """
UPDATE couples_message SET state = 'sent', sent_at = %s, params = NULL, error = ''
WHERE id = ANY(%s::uuid[]) AND state = 'pending'
"""


class LeaseLost(Exception):
    """Another worker has leased this row since."""


def lease(message: Message) -> bool:
    """Leases the row and counts the attempt. False if it is not due any more, or another worker was first."""
    until = clock.now() + LEASE
    seen = Message.objects.due().filter(pk=message.pk, attempts=message.attempts)
    if is_given_up(message) or not seen.update(leased_until=until, leased_by=HERE, attempts=F("attempts") + 1):
        return False
    message.leased_until, message.attempts = until, message.attempts + 1
    return True


def is_given_up(message: Message) -> bool:
    """Whether this row has ended its worker too often. It is `dead` then, which the operator sees (C5)."""
    if message.attempts - message.refusals < MAX_ATTEMPTS:
        return False
    seen = Message.objects.free().filter(pk=message.pk, attempts=message.attempts)
    if _end([message], seen, State.DEAD):
        log.error("Message %s is given up: it ended its worker %s times", message.pk, MAX_ATTEMPTS)
    return True


def has_ended_workers(message: Message) -> bool:
    """Whether attempts ended without a server's answer. Such a row leaves alone: others with it might never leave."""
    return message.attempts - message.refusals > 1


def end(messages: Sequence[Message], state: State) -> None:
    """Ends rows that no worker has leased. A row that one has leased is left to that worker."""
    _end(messages, Message.objects.free().filter(pk__in=[message.pk for message in messages]), state)


def finish(message: Message, state: State, **changes: Any) -> bool:
    """Ends a row that has not arrived, unless another worker has leased it since."""
    return bool(_end([message], _held(message), state, **changes))


def _end(messages: Sequence[Message], which: MessageQuerySet, state: State, **changes: Any) -> int:
    """Ends the rows `which`. A kind that counts arrivals is told in the same transaction, once for each row."""
    changes |= {"state": state, "params": None}
    if not any(kinds.counts_arrivals(message.kind) for message in messages):
        return which.update(**changes)
    with transaction.atomic():
        ended = set(which.order_by("pk").select_for_update().values_list("pk", flat=True))
        Message.objects.filter(pk__in=ended).update(**changes)
        kinds.never_arrived([message for message in messages if message.pk in ended])
    return len(ended)


def hold_back(waiting: Sequence[tuple[Message, datetime]]) -> None:
    """Puts each row off until its time, without counting an attempt. One statement for all of them."""
    later = [(message.pk, until) for message, until in waiting if message.next_try_at != until]
    if not later:
        return
    with connection.cursor() as cursor:
        cursor.execute(HOLD_BACK, [[id for id, _ in later], [until for _, until in later], clock.now()])


def still_ours(*messages: Message) -> None:
    """Asked right before the words leave: a worker that stalled must not send what another has leased since. Raises
    LeaseLost.

    The database is asked only when too little of the lease is left for DATA.
    """
    now = clock.now()
    if all(message.leased_until and message.leased_until - now >= DATA for message in messages):
        return
    for message in messages:
        if not mark(message, leased_until=now + LEASE, leased_by=HERE):
            raise LeaseLost
        message.leased_until = now + LEASE


def mark(message: Message, **changes: Any) -> bool:
    """Changes the row, unless another worker has leased it since."""
    return bool(_held(message).update(**changes))


def _held(message: Message) -> MessageQuerySet:
    return Message.objects.filter(pk=message.pk, state=State.PENDING, attempts=message.attempts)


def gone(messages: Sequence[Message]) -> None:
    """Marks rows whose words have left as sent, also where another worker has leased one meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute(GONE, [clock.now(), [message.pk for message in messages]])


def refused(message: Message, words: str, *, for_good: bool = False, wait: timedelta | None = None) -> None:
    """The server refused the letter (E7). With `for_good` the row ends. Otherwise it is tried again, after a wait that
    grows each time and is at least what the server asked for.
    """
    if for_good:
        finish(message, State.FAILED, error=words, refusals=F("refusals") + 1)
        return
    longer = FIRST_WAIT * 2 ** min(message.refusals, 12)
    later(message, max(longer, wait or longer), words, refusals=F("refusals") + 1)


def ours_to_mend(message: Message, error: Exception) -> None:
    """An error of ours kept the letter from being made. The row is tried again, and `dead` after the last attempt."""
    name = type(error).__name__[:64]
    log.error("Message %s could not be made: %s", message.pk, name)
    if message.attempts - message.refusals >= MAX_ATTEMPTS:
        finish(message, State.DEAD, error=name)
    else:
        later(message, FIRST_WAIT * (message.attempts - message.refusals), name)


def later(message: Message, wait: timedelta, error: str, **changes: Any) -> None:
    """Gives the lease back until the wait is over. A row that would be too late by then ends."""
    at = clock.now() + min(wait, LONGEST_WAIT)
    if message.expires_at and at >= message.expires_at:
        finish(message, State.MISSED, error=error, **changes)
    else:
        mark(message, next_try_at=at, leased_until=None, error=error, **changes)
