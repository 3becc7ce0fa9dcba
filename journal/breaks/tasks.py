from celery import shared_task

from journal.breaks import nudges


@shared_task(name="journal.breaks.ring")
def ring() -> None:
    nudges.ring()
