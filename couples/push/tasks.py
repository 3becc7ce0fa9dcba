from uuid import UUID

from celery import shared_task

from couples.outbox import queue
from couples.outbox.doorbell import hand_over
from couples.outbox.models import Channel
from couples.push import delivery


@shared_task(name="couples.push.deliver")
def deliver(ids: list[str]) -> None:
    hand_over(delivery.deliver(UUID(id) for id in ids), channel=Channel.PUSH)


@shared_task(name="couples.push.sweep")
def sweep() -> None:
    """Apart from mail's: a push service that is slow holds up no letter."""
    queue.release()
    hand_over(queue.due_ids(Channel.PUSH), channel=Channel.PUSH)
