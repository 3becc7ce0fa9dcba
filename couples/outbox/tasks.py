from collections.abc import Sequence
from uuid import UUID

from celery import shared_task

from couples.outbox import delivery

#: What is asked once for all of a chunk is a large part of a mail's cost in small ones.
CHUNK = 250


@shared_task(name="couples.outbox.deliver")
def deliver(ids: list[str]) -> None:
    delivery.deliver(UUID(id) for id in ids)


@shared_task(name="couples.outbox.sweep")
def sweep() -> None:
    """Hand over whatever is due: new rows nobody rang for, retries, and what a dead worker left."""
    hand_over(delivery.due_ids())


def hand_over(ids: Sequence[UUID | str]) -> None:
    """Knock at the workers' door. A knock nobody hears for a minute is forgotten: the sweep has knocked again since."""
    for start in range(0, len(ids), CHUNK):
        deliver.apply_async(([str(id) for id in ids[start : start + CHUNK]],), expires=60)
