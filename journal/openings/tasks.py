from uuid import UUID

from celery import shared_task

from journal import sending
from journal.openings.models import Opening


@shared_task(name="journal.openings.arrive")
def arrive(id: str) -> None:
    """Thirty seconds after sending. Only a hint to open pages: it can be read from its hour on without this."""
    sending.announce_arrival(Opening, UUID(id))
