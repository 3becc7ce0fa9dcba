"""Who may work on a row of the outbox, and what becomes of it. The rules are the same for every channel.

A lease is one conditional update that also counts the attempt, committed before any work. So a row that kills its
worker is counted like one that fails. Its neighbours lose only a first try they were leased for together. `attempts` is
the fence: only the worker that leased last may write.
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

DATA = timedelta(minutes=2)  # at most: DATA waits for two answers of EMAIL_TIMEOUT
LEASE = DATA + timedelta(seconds=30)
#: The connection this is asked on.
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
    """Somebody else has this row by now."""


def lease(message: Message) -> bool:
    until = clock.now() + LEASE
    seen = Message.objects.due().filter(pk=message.pk, attempts=message.attempts)
    if is_given_up(message) or not seen.update(leased_until=until, leased_by=HERE, attempts=F("attempts") + 1):
        return False
    message.leased_until, message.attempts = until, message.attempts + 1
    return True


def is_given_up(message: Message) -> bool:
    """Whether it has ended its worker too often. Then it is dead, for the operator to see (C5)."""
    if message.attempts - message.refusals < MAX_ATTEMPTS:
        return False
    seen = Message.objects.free().filter(pk=message.pk, attempts=message.attempts)
    if _end([message], seen, State.DEAD):
        log.error("Message %s is given up: it ended its worker %s times", message.pk, MAX_ATTEMPTS)
    return True


def has_ended_workers(message: Message) -> bool:
    """More than once, or close to it: whatever it would leave with might never leave."""
    return message.attempts - message.refusals > 1


def end(messages: Sequence[Message], state: State) -> None:
    """Over before anybody leased it. What somebody holds by now is theirs to decide."""
    _end(messages, Message.objects.free().filter(pk__in=[message.pk for message in messages]), state)


def finish(message: Message, state: State, **changes: Any) -> bool:
    """Over without having arrived, if nobody has leased it since."""
    return bool(_end([message], _held(message), state, **changes))


def _end(messages: Sequence[Message], which: MessageQuerySet, state: State, **changes: Any) -> int:
    """None of these arrives any more. Whoever counts on it is told in the same transaction, once for each row."""
    changes |= {"state": state, "params": None}
    if not any(kinds.counts_arrivals(message.kind) for message in messages):
        return which.update(**changes)
    with transaction.atomic():
        ended = set(which.order_by("pk").select_for_update().values_list("pk", flat=True))
        Message.objects.filter(pk__in=ended).update(**changes)
        kinds.never_arrived([message for message in messages if message.pk in ended])
    return len(ended)


def hold_back(waiting: Sequence[tuple[Message, datetime]]) -> None:
    """Not now, through no fault of theirs: looked at again then. One statement for all of them."""
    later = [(message.pk, until) for message, until in waiting if message.next_try_at != until]
    if not later:
        return
    with connection.cursor() as cursor:
        cursor.execute(HOLD_BACK, [[id for id, _ in later], [until for _, until in later], clock.now()])


def still_ours(*messages: Message) -> None:
    """Right before the words leave: a worker that stalled must not send what another took over. Raises LeaseLost.

    Costs nothing while in time.
    """
    now = clock.now()
    if all(message.leased_until and message.leased_until - now >= DATA for message in messages):
        return
    for message in messages:
        if not mark(message, leased_until=now + LEASE, leased_by=HERE):
            raise LeaseLost
        message.leased_until = now + LEASE


def mark(message: Message, **changes: Any) -> bool:
    """Change the row if nobody has leased it since."""
    return bool(_held(message).update(**changes))


def _held(message: Message) -> MessageQuerySet:
    return Message.objects.filter(pk=message.pk, state=State.PENDING, attempts=message.attempts)


def gone(messages: Sequence[Message]) -> None:
    """These have left, whoever holds their lease by now."""
    with connection.cursor() as cursor:
        cursor.execute(GONE, [clock.now(), [message.pk for message in messages]])


def refused(message: Message, words: str, *, for_good: bool = False, wait: timedelta | None = None) -> None:
    """The server refused the letter (E7). For good: it ends. For now: it is tried later and later, and not
    before the server asked.
    """
    if for_good:
        finish(message, State.FAILED, error=words, refusals=F("refusals") + 1)
        return
    longer = FIRST_WAIT * 2 ** min(message.refusals, 12)
    later(message, max(longer, wait or longer), words, refusals=F("refusals") + 1)


def ours_to_mend(message: Message, error: Exception) -> None:
    name = type(error).__name__[:64]
    log.error("Message %s could not be made: %s", message.pk, name)
    if message.attempts - message.refusals >= MAX_ATTEMPTS:
        finish(message, State.DEAD, error=name)
    else:
        later(message, FIRST_WAIT * (message.attempts - message.refusals), name)


def later(message: Message, wait: timedelta, error: str, **changes: Any) -> None:
    at = clock.now() + min(wait, LONGEST_WAIT)
    if message.expires_at and at >= message.expires_at:
        finish(message, State.MISSED, error=error, **changes)
    else:
        mark(message, next_try_at=at, leased_until=None, error=error, **changes)
