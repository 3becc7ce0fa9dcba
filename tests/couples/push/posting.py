from datetime import time
from typing import Any

from couples.accounts.models import Person
from couples.outbox import queue
from couples.outbox.models import Channel, Message
from couples.outbox.services import post
from couples.push import delivery
from couples.space.models import Couple
from rituals import services as rituals
from rituals.cadence import Rule
from rituals.models import Ritual


def weekly(couple: Couple, by: Person) -> Ritual:
    rule = Rule(at=time(19), weekdays=frozenset({6}))
    return rituals.add(couple, by=by, title="CANARY coffee", rule=rule, zone="Europe/Berlin", minutes=30)


def nudge(person: Person, ritual: Ritual, on: str = "2026-11-29", **more: Any) -> Message | None:
    """Posts as practices do, and gives the row that goes to devices."""
    occurrence = f"{ritual.pk}:{on}"
    post(kind="nudge", person=person, about=ritual.pk, occurrence=occurrence, **more)
    return Message.objects.filter(channel=Channel.PUSH, person=person, occurrence=occurrence).first()


def push_all() -> None:
    """What the sweep and the workers do."""
    delivery.deliver(queue.due_ids(Channel.PUSH))
