"""Sending what is due: lease, look again, send, mark. Nothing in Redis is the only copy of anything (C1).

A row is leased by one conditional update that also counts the attempt, committed before any work: a row that kills its worker is
counted like one that fails. Sent is written as each mail leaves. SMTP cannot be exactly once (RFC 1047): a worker that dies between
the end of DATA and that commit leaves one row to be sent again, under the same Message-ID (E9).
"""

import logging
import smtplib
from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F

from couples import clock
from couples.outbox import kinds, letters
from couples.outbox.models import MAX_ATTEMPTS, Message, Mute, State, Suppression
from couples.outbox.refusals import Refusal, understood

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)  # longer than the mail server's 60 s, so that a slow answer is not a lost lease
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=6)


def due_ids(limit: int = 2_000) -> list[UUID]:
    return list(Message.objects.due().order_by("next_try_at").values_list("pk", flat=True)[:limit])


def deliver(ids: Iterable[UUID]) -> None:
    """Send these, if they are still due, over one connection. What somebody else has leased is left to them."""
    messages = _lease(list(ids))
    if not messages:
        return
    connection = get_connection()
    try:
        for message in messages:
            _deliver(message, connection)
    finally:
        _hang_up(connection)


def _lease(ids: list[UUID]) -> list[Message]:
    now = clock.now()
    with transaction.atomic():
        due = Message.objects.due().filter(pk__in=ids).select_for_update(skip_locked=True)
        found = {row.pk: row for row in due.only("pk", "attempts", "refusals")}
        worn_out = [pk for pk, row in found.items() if row.attempts - row.refusals >= MAX_ATTEMPTS]
        Message.objects.filter(pk__in=worn_out).update(state=State.DEAD, params=None)
        leased = found.keys() - set(worn_out)
        Message.objects.filter(pk__in=leased).update(leased_until=now + LEASE, attempts=F("attempts") + 1)
    return list(Message.objects.filter(pk__in=leased).select_related("person").order_by("due_at"))


def _deliver(message: Message, connection: BaseEmailBackend) -> None:
    try:
        if verdict := _no_longer(message):
            _mark(message, state=verdict, params=None)
            return
        letter = letters.letter(message)
    except Exception as error:  # one poisoned row must not keep the others from leaving
        _ours_to_mend(message, error)
        return
    # Renewed right before DATA: a worker that stalled until its lease ran out must not send what another took over.
    if not _mark(message, leased_until=clock.now() + LEASE):
        return
    letter.connection = connection
    try:
        letter.send()
    except (smtplib.SMTPException, OSError) as error:
        _refused(message, understood(error))
        _hang_up(connection)
    except Exception as error:  # as above
        _ours_to_mend(message, error)
    else:
        _mark(message, state=State.SENT, sent_at=clock.now(), params=None, error="")


def _no_longer(message: Message) -> State | None:
    """Asked at the last moment: too late, switched off, or without a point by now."""
    kind = kinds.get(message.kind)
    if message.expires_at and message.expires_at <= clock.now():
        return State.MISSED
    if kind.mutable and Mute.objects.filter(person=message.person, kind=kind.key).exists():
        return State.CANCELLED
    if kind.wanted and not kind.wanted(message):
        return State.CANCELLED
    if Suppression.objects.filter(address__iexact=message.to).exists():
        return State.FAILED
    return None


def _mark(message: Message, **changes: Any) -> bool:
    """Change the row if this lease still holds it: `attempts` tells one lease from the next."""
    held = Message.objects.filter(
        pk=message.pk, state=State.PENDING, attempts=message.attempts, leased_until__gt=clock.now()
    )
    if changes.get("state") == State.SENT:
        # It has gone, whoever holds the row now: written down even when the lease ran out during DATA.
        held = Message.objects.filter(pk=message.pk, state=State.PENDING)
    return bool(held.update(**changes))


def _refused(message: Message, refusal: Refusal) -> None:
    """What the mail server said decides (E7)."""
    if refusal.no_such_address:
        Suppression.objects.get_or_create(address=message.to.lower(), defaults={"reason": refusal.words})
    if refusal.for_good:
        _mark(message, state=State.FAILED, error=refusal.words, params=None, refusals=F("refusals") + 1)
        return
    _later(message, FIRST_WAIT * 2 ** min(message.refusals, 12), refusal.words, refusals=F("refusals") + 1)


def _ours_to_mend(message: Message, error: Exception) -> None:
    name = type(error).__name__
    log.error("Message %s could not be made: %s", message.pk, name)
    if message.attempts - message.refusals >= MAX_ATTEMPTS:
        _mark(message, state=State.DEAD, error=name, params=None)
    else:
        _later(message, FIRST_WAIT * message.attempts, name)


def _later(message: Message, wait: timedelta, error: str, **changes: Any) -> None:
    at = clock.now() + min(wait, LONGEST_WAIT)
    if message.expires_at and at >= message.expires_at:
        _mark(message, state=State.MISSED, error=error, params=None, **changes)
    else:
        _mark(message, next_try_at=at, leased_until=None, error=error, **changes)


def _hang_up(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except (smtplib.SMTPException, OSError):
        log.info("The mail server had already hung up")
