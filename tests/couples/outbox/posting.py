from datetime import UTC, datetime
from typing import Any

from couples.accounts.models import Person
from couples.outbox import delivery, queue
from couples.outbox.models import Message
from couples.outbox.services import post

EVENING = datetime(2026, 11, 23, 20, 30, tzinfo=UTC)


def posted(person: Person, kind: str = "password_changed", **more: Any) -> Message:
    message = post(kind=kind, person=person, **more)
    assert message is not None
    return message


def deliver_all() -> None:
    """What the sweep and the workers do."""
    delivery.deliver(queue.due_ids())
