from uuid import UUID

from celery import shared_task

from couples.outbox import delivery, queue
from couples.outbox.doorbell import hand_over


@shared_task(name="couples.outbox.deliver")
def deliver(ids: list[str]) -> None:
    hand_over(delivery.deliver(UUID(id) for id in ids))


@shared_task(name="couples.outbox.sweep")
def sweep() -> None:
    """Hand over whatever is due: new rows nobody rang for, retries, and what a dead worker left."""
    queue.release()
    hand_over(queue.due_ids())


@shared_task(name="couples.outbox.forget")
def forget() -> None:
    queue.forget()
