"""Sending what is due by push: leased, tried again and marked as mail is (couples/outbox/queue).

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
from couples.outbox import queue
from couples.outbox.models import Channel, Message, State
from couples.outbox.policy import MAY_LEAVE, SendPolicy
from couples.push import payloads, vapid
from couples.push.encryption import encrypted
from couples.push.endpoints import NotPublic, endpoint
from couples.push.http import TROUBLE, Answer, Connections
from couples.push.models import Device
from couples.push.statuses import Meaning, meaning

log = logging.getLogger(__name__)

TIME_SLICE = timedelta(seconds=15)  # as for mail, which has the same workers


class Overtaken(Exception):
    """Not wanted any more, here or at all, as the last look found."""


@dataclass(frozen=True, slots=True)
class Way:
    """What all rows of a round share."""

    policy: SendPolicy
    connections: Connections


@dataclass(slots=True)
class Outcome:
    """What became of one row, over all devices."""

    taken: bool = False
    for_now: str = ""
    for_good: str = ""
    wait: timedelta | None = None


def deliver(ids: Iterable[UUID]) -> list[UUID]:
    """Push these, if they are still due. What somebody else has leased is left to them.

    Returns those its turn was too short for.
    """
    until = clock.now() + TIME_SLICE
    rows = list(queue.due_of(list(ids), Channel.PUSH).order_by("due_at"))
    policy = SendPolicy(rows)
    leaving = queue.sift(rows, policy)
    with Connections() as connections:
        while leaving and clock.now() < until:
            message = leaving.pop(0)
            if queue.lease(message):
                _deliver(message, policy, connections)
    return [message.pk for message in leaving]


def _deliver(message: Message, policy: SendPolicy, connections: Connections) -> None:
    try:
        if not policy.is_wanted(message):
            queue.finish(message, State.CANCELLED)
            return
        outcome = Outcome()
        for device in _devices(message):
            _push(message, device, Way(policy, connections), outcome)
        _settle(message, policy, outcome)
    except queue.LeaseLost:
        log.warning("Message %s was left to whoever took it over", message.pk)
    except Exception as error:  # one poisoned row must not keep the others from leaving
        queue.ours_to_mend(message, error)


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
    headers = payloads.headers(message) | {
        "Authorization": vapid.authorization(to.origin),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
    }
    body = encrypted(payloads.payload(message), device.subscription)
    return way.connections.push(to, body, headers, last_look=partial(_last_look, message, device, way.policy))


def _last_look(message: Message, device: Device, policy: SendPolicy) -> None:
    """Connected, and about to speak: sign-out, leaving and revocation count up to here (P1, S8)."""
    queue.still_ours(message)
    if policy.is_stale:
        policy.ask()
    if policy.of(message) != MAY_LEAVE or not policy.is_wanted(message):
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


def _settle(message: Message, policy: SendPolicy, outcome: Outcome) -> None:
    """Sent when whoever could take it has; cancelled when there is no device left (E7)."""
    if outcome.for_now:
        queue.refused(message, outcome.for_now, wait=outcome.wait)
    elif outcome.taken or Device.objects.filter(person=message.person, took=message.pk).exists():
        queue.gone([message])
    elif outcome.for_good:
        log.error("Message %s was refused by a push service: %s", message.pk, outcome.for_good)
        queue.refused(message, outcome.for_good, for_good=True)
    elif until := policy.of(message).until:  # quiet hours have begun, or were set, on the way
        queue.mark(message, next_try_at=until, leased_until=None)
    else:
        queue.finish(message, State.CANCELLED)
