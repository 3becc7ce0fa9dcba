"""Sending what is due by mail: lease, look again, send, mark. Nothing in Redis is the only copy of anything (C1).

Sent is written as each mail leaves. SMTP cannot be exactly once (RFC 1047): a worker that dies between the end of DATA
and that commit leaves one row to be sent again, under the same Message-ID (E9).
"""

import logging
from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from uuid import UUID

from couples import clock
from couples.outbox import kinds, leases, letters
from couples.outbox.line import REFUSED, Line
from couples.outbox.models import Channel, Message, Mute, State
from couples.outbox.refusals import understood
from couples.outbox.services import is_unreachable, suppress

log = logging.getLogger(__name__)

TURN = timedelta(minutes=2)  # then a worker leaves the rest to the sweep: a slow server must hold up nothing else


def due_ids(channel: Channel = Channel.MAIL, limit: int = 2_000) -> list[UUID]:
    due = Message.objects.due().filter(channel=channel)
    return list(due.order_by("next_try_at").values_list("pk", flat=True)[:limit])


def deliver(ids: Iterable[UUID]) -> None:
    """Send these, if they are still due, over one connection. What somebody else has leased is left to them."""
    until = clock.now() + TURN
    due = Message.objects.due().filter(pk__in=list(ids), channel=Channel.MAIL)
    with Line() as line:
        for message in due.select_related("person").order_by("due_at"):
            if clock.now() >= until:
                break
            if leases.lease(message):
                _deliver(message, line)


def _deliver(message: Message, line: Line) -> None:
    try:
        if verdict := _no_longer(message):
            leases.mark(message, state=verdict, params=None)
            return
        letter = letters.letter(message)
    except Exception as error:  # one poisoned row must not keep the others from leaving
        leases.ours_to_mend(message, error)
        return
    try:
        line.send(letter, last_look=partial(leases.still_ours, message))
    except leases.LeaseLost:
        log.warning("Message %s was left to whoever took it over", message.pk)
    except REFUSED as error:
        _refused(message, error)
    except Exception as error:  # as above
        leases.ours_to_mend(message, error)
    else:
        leases.gone(message)


def _no_longer(message: Message) -> State | None:
    return overtaken(message) or (State.FAILED if is_unreachable(message.to) else None)


def overtaken(message: Message) -> State | None:
    """Asked at the last moment: too late, switched off, or without a point by now. On whichever channel."""
    kind = kinds.get(message.kind)
    if message.expires_at and message.expires_at <= clock.now():
        return State.MISSED
    if kind.mutable and Mute.objects.filter(person=message.person, kind=kind.key, channel=message.channel).exists():
        return State.CANCELLED
    if kind.wanted and not kind.wanted(message):
        return State.CANCELLED
    return None


def _refused(message: Message, error: Exception) -> None:
    """What the mail server said decides (E7)."""
    refusal = understood(error)
    if refusal.ours:
        log.error("The mail server refuses us, not the recipient: %s. See EMAIL_URL and MAIL_FROM", refusal.words)
    if refusal.no_such_address:
        suppress(message.to, refusal.words)
    leases.refused(message, refusal.words, for_good=refusal.for_good)
