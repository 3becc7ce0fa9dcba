from uuid import UUID

from celery import shared_task

from journal import sending
from journal.appreciations.models import Appreciation


@shared_task(name="journal.appreciations.arrive")
def arrive(id: str) -> None:
    """Hints to open pages that a note has arrived, thirty seconds after sending. The note can be read without this."""
    sending.announce_arrival(Appreciation, UUID(id))
