from uuid import UUID

from celery import shared_task

from journal.openings import services


@shared_task(name="journal.openings.arrive")
def arrive(opening_id: str) -> None:
    """Only a hint to an open page: the opening is readable from its hour on, with or without this."""
    services.announce_arrival(UUID(opening_id))
