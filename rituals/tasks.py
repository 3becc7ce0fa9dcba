from celery import shared_task

from couples.outbox.tasks import hand_over
from rituals import engine


@shared_task(name="rituals.ring")
def ring() -> None:
    hand_over(engine.ring())
