from collections.abc import Sequence
from uuid import UUID

from celery import shared_task

from couples.outbox import delivery, queue

#: What is asked once for all of a chunk is a large part of a mail's cost in small ones. How long one may take is not
#: decided by its size (`delivery.TIME_SLICE`).
CHUNK = 1_000
#: The last of the broker's priorities; a knock without one goes before all others.
LATER = 9


@shared_task(name="couples.outbox.deliver")
def deliver(ids: list[str]) -> None:
    hand_over(delivery.deliver(UUID(id) for id in ids))


@shared_task(name="couples.outbox.sweep")
def sweep() -> None:
    """Hand over whatever is due: new rows nobody rang for, retries, and what a dead worker left."""
    queue.release()
    hand_over(delivery.due_ids())


@shared_task(name="couples.outbox.forget")
def forget() -> None:
    queue.forget()


def hand_over(ids: Sequence[UUID | str], *, waited_for: bool = False) -> None:
    """Knock at the workers' door. A knock nobody hears for a minute is forgotten: the sweep has knocked again since.

    `waited_for`: somebody sits there until it comes, and must not stand in line behind everybody's nudges.
    """
    for start in range(0, len(ids), CHUNK):
        some = [str(id) for id in ids[start : start + CHUNK]]
        deliver.apply_async((some,), expires=60, priority=0 if waited_for else LATER)
