from celery import shared_task

from rituals.nudges import engine


@shared_task(name="rituals.ring")
def ring() -> None:
    engine.ring()
