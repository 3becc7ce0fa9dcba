"""Sending what is due by push: leased, tried again and marked as mail is (couples/outbox/leases.py).

One row is for one person, on however many devices. A device remembers what it took, so that a row that is tried again
for the others, or after a death in between, is not shown twice.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from uuid import UUID

from couples import clock
from couples.outbox import leases
from couples.outbox.delivery import due_ids, sifted
from couples.outbox.models import Channel, Message, State
from couples.outbox.standing import MAY_LEAVE, Standing
from couples.push import notes, vapid
from couples.push.endpoints import NotPublic, endpoint
from couples.push.models import Device
from couples.push.sealing import sealed
from couples.push.statuses import Meaning, meaning
from couples.push.wire import TROUBLE, Answer, Wire

log = logging.getLogger(__name__)

TURN = timedelta(seconds=15)  # as for mail, which has the same workers


class Overtaken(Exception):
    """Not wanted any more, here or at all, as the last look found."""


@dataclass(frozen=True, slots=True)
class Way:
    """What all rows of a round share."""

    standing: Standing
    wire: Wire


@dataclass(slots=True)
class Outcome:
    """What became of one row, over all devices."""

    taken: bool = False
    for_now: str = ""
    for_good: str = ""
    wait: timedelta | None = None


def due() -> list[UUID]:
    return due_ids(Channel.PUSH)


def deliver(ids: Iterable[UUID]) -> list[UUID]:
    """Push these, if they are still due. What somebody else has leased is left to them.

    Returns those its turn was too short for.
    """
    until = clock.now() + TURN
    due = Message.objects.due().filter(pk__in=list(ids), channel=Channel.PUSH)
    rows = list(due.select_related("person").order_by("due_at"))
    standing = Standing(rows)
    leaving = sifted(rows, standing)
    with Wire() as wire:
        while leaving and clock.now() < until:
            message = leaving.pop(0)
            if leases.lease(message):
                _deliver(message, standing, wire)
    return [message.pk for message in leaving]


def _deliver(message: Message, standing: Standing, wire: Wire) -> None:
    try:
        if not standing.is_wanted(message):
            leases.finish(message, State.CANCELLED)
            return
        outcome = Outcome()
        for device in _devices(message):
            _push(message, device, Way(standing, wire), outcome)
        _settle(message, standing, outcome)
    except leases.LeaseLost:
        log.warning("Message %s was left to whoever took it over", message.pk)
    except Exception as error:  # one poisoned row must not keep the others from leaving
        leases.ours_to_mend(message, error)


def _devices(message: Message) -> list[Device]:
    if not vapid.is_set_up():
        return []
    reached = Device.objects.signed_in().bound_to_us().filter(person=message.person)
    return list(reached.exclude(took=message.pk).order_by("created_at", "pk"))


def _push(message: Message, device: Device, way: Way, outcome: Outcome) -> None:
    try:
        answer = _answer(message, device, way)
    except Overtaken:
        return
    except NotPublic:
        outcome.for_good = "not a public address"
    except TROUBLE as error:
        outcome.for_now = type(error).__name__
    else:
        _understand(answer, message, device, outcome)


def _answer(message: Message, device: Device, way: Way) -> Answer:
    to = endpoint(device.subscription["endpoint"])
    headers = notes.headers(message) | {
        "Authorization": vapid.authorization(to.origin),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
    }
    body = sealed(notes.note(message), device.subscription)
    return way.wire.push(to, body, headers, last_look=partial(_last_look, message, device, way.standing))


def _last_look(message: Message, device: Device, standing: Standing) -> None:
    """Connected, and about to speak: sign-out, leaving and revocation count up to here (P1, S8)."""
    leases.still_ours(message)
    if standing.is_stale:
        standing.ask()
    if standing.of(message) != MAY_LEAVE or not standing.is_wanted(message):
        raise Overtaken
    if not Device.objects.signed_in().filter(pk=device.pk).exists():
        raise Overtaken


def _understand(answer: Answer, message: Message, device: Device, outcome: Outcome) -> None:
    row, meant, said = Device.objects.filter(pk=device.pk), meaning(answer.status), f"push {answer.status}"
    if meant is Meaning.TAKEN:
        row.update(took=message.pk, refused=None)
        outcome.taken = True
    elif meant is Meaning.GONE:
        row.delete()
    elif meant is Meaning.LATER:
        outcome.for_now = said
        outcome.wait = max(filter(None, [outcome.wait, answer.wait]), default=None)
    else:
        outcome.for_good = said
        row.update(refused=answer.status)  # until it takes something, its person is not told that they are told there
        if meant is Meaning.NOT_OURS:
            log.error("A push service refuses us: %s. See NEARER_VAPID_KEY, MAIL_FROM and this server's clock", said)


def _settle(message: Message, standing: Standing, outcome: Outcome) -> None:
    """Sent when whoever could take it has; cancelled when there is no device left (E7)."""
    if outcome.for_now:
        leases.refused(message, outcome.for_now, wait=outcome.wait)
    elif outcome.taken or Device.objects.filter(person=message.person, took=message.pk).exists():
        leases.gone(message)
    elif outcome.for_good:
        log.error("Message %s was refused by a push service: %s", message.pk, outcome.for_good)
        leases.refused(message, outcome.for_good, for_good=True)
    elif until := standing.of(message).until:  # quiet hours have begun, or were set, on the way
        leases.mark(message, next_try_at=until, leased_until=None)
    else:
        leases.finish(message, State.CANCELLED)
