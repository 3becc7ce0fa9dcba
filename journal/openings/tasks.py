from uuid import UUID

from celery import shared_task

from journal import sending
from journal.openings.models import Opening


@shared_task(name="journal.openings.arrive")
def arrive(id: str) -> None:
    """Hints to open pages that an opening has arrived, thirty seconds after sending. It can be read without this."""
    sending.announce_arrival(Opening, UUID(id))
