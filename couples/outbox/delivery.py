"""Sending what is due: lease, look again, send, mark. Nothing in Redis is the only copy of anything (C1).

A row is leased by one conditional update that also counts the attempt, committed before any work on it: a row that
kills its worker is counted like one that fails, and its neighbours are not. `attempts` is the fence: whoever leased
last may write. Sent is written as each mail leaves. SMTP cannot be exactly once (RFC 1047): a worker that dies
between the end of DATA and that commit leaves one row to be sent again, under the same Message-ID (E9).
"""

import logging
from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import F

from couples import clock
from couples.outbox import kinds, letters
from couples.outbox.line import REFUSED, Line
from couples.outbox.models import MAX_ATTEMPTS, Message, Mute, State
from couples.outbox.refusals import Refusal, understood
from couples.outbox.services import is_unreachable, suppress

log = logging.getLogger(__name__)

DATA = timedelta(minutes=2)  # at most: DATA waits for two answers of EMAIL_TIMEOUT
LEASE = DATA + timedelta(seconds=30)
TURN = timedelta(minutes=2)  # then a worker leaves the rest to the sweep: a slow server must hold up nothing else
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=6)


class LeaseLost(Exception):
    """Somebody else has this row by now."""


def due_ids(limit: int = 2_000) -> list[UUID]:
    return list(Message.objects.due().order_by("next_try_at").values_list("pk", flat=True)[:limit])


def deliver(ids: Iterable[UUID]) -> None:
    """Send these, if they are still due, over one connection. What somebody else has leased is left to them."""
    until = clock.now() + TURN
    with Line() as line:
        for message in Message.objects.due().filter(pk__in=list(ids)).select_related("person").order_by("due_at"):
            if clock.now() >= until:
                break
            if _lease(message):
                _deliver(message, line)


def _lease(message: Message) -> bool:
    seen = Message.objects.due().filter(pk=message.pk, attempts=message.attempts)
    if message.attempts - message.refusals >= MAX_ATTEMPTS:
        if seen.update(state=State.DEAD, params=None):
            log.error("Message %s is given up: it ended its worker %s times", message.pk, MAX_ATTEMPTS)
        return False
    until = clock.now() + LEASE
    if not seen.update(leased_until=until, attempts=F("attempts") + 1):
        return False
    message.leased_until, message.attempts = until, message.attempts + 1
    return True


def _deliver(message: Message, line: Line) -> None:
    try:
        if verdict := _no_longer(message):
            _mark(message, state=verdict, params=None)
            return
        letter = letters.letter(message)
    except Exception as error:  # one poisoned row must not keep the others from leaving
        _ours_to_mend(message, error)
        return
    try:
        line.send(letter, last_look=partial(_still_ours, message))
    except LeaseLost:
        log.warning("Message %s was left to whoever took it over", message.pk)
    except REFUSED as error:
        _refused(message, understood(error))
    except Exception as error:  # as above
        _ours_to_mend(message, error)
    else:
        # It has gone, whoever holds the row now.
        gone = Message.objects.filter(pk=message.pk, state=State.PENDING)
        gone.update(state=State.SENT, sent_at=clock.now(), params=None, error="")


def _no_longer(message: Message) -> State | None:
    """Asked at the last moment: too late, switched off, or without a point by now."""
    kind = kinds.get(message.kind)
    if message.expires_at and message.expires_at <= clock.now():
        return State.MISSED
    if kind.mutable and Mute.objects.filter(person=message.person, kind=kind.key, channel=message.channel).exists():
        return State.CANCELLED
    if kind.wanted and not kind.wanted(message):
        return State.CANCELLED
    if is_unreachable(message.to):
        return State.FAILED
    return None


def _still_ours(message: Message) -> None:
    """Right before DATA: a worker that stalled must not send what another took over. Costs nothing while in time."""
    now = clock.now()
    if message.leased_until and message.leased_until - now >= DATA:
        return
    if not _mark(message, leased_until=now + LEASE):
        raise LeaseLost
    message.leased_until = now + LEASE


def _mark(message: Message, **changes: Any) -> bool:
    """Change the row if nobody has leased it since."""
    held = Message.objects.filter(pk=message.pk, state=State.PENDING, attempts=message.attempts)
    return bool(held.update(**changes))


def _refused(message: Message, refusal: Refusal) -> None:
    """What the mail server said decides (E7)."""
    if refusal.no_such_address:
        suppress(message.to, refusal.words)
    if refusal.for_good:
        _mark(message, state=State.FAILED, error=refusal.words, params=None, refusals=F("refusals") + 1)
        return
    _later(message, FIRST_WAIT * 2 ** min(message.refusals, 12), refusal.words, refusals=F("refusals") + 1)


def _ours_to_mend(message: Message, error: Exception) -> None:
    name = type(error).__name__[:64]
    log.error("Message %s could not be made: %s", message.pk, name)
    if message.attempts - message.refusals >= MAX_ATTEMPTS:
        _mark(message, state=State.DEAD, error=name, params=None)
    else:
        _later(message, FIRST_WAIT * (message.attempts - message.refusals), name)


def _later(message: Message, wait: timedelta, error: str, **changes: Any) -> None:
    at = clock.now() + min(wait, LONGEST_WAIT)
    if message.expires_at and at >= message.expires_at:
        _mark(message, state=State.MISSED, error=error, params=None, **changes)
    else:
        _mark(message, next_try_at=at, leased_until=None, error=error, **changes)
