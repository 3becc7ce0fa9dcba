from collections.abc import Sequence
from uuid import UUID

from celery import shared_task

from couples.outbox import queue
from couples.outbox.tasks import LATER
from couples.push import delivery

CHUNK = 100


@shared_task(name="couples.push.deliver")
def deliver(ids: list[str]) -> None:
    hand_over(delivery.deliver(UUID(id) for id in ids))


@shared_task(name="couples.push.sweep")
def sweep() -> None:
    """Apart from mail's: a push service that is slow holds up no letter."""
    queue.release()
    hand_over(delivery.due())


def hand_over(ids: Sequence[UUID | str]) -> None:
    """As the outbox's own: a knock nobody hears for a minute is forgotten."""
    for start in range(0, len(ids), CHUNK):
        deliver.apply_async(([str(id) for id in ids[start : start + CHUNK]],), expires=60, priority=LATER)
