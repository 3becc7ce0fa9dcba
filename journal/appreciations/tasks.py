from uuid import UUID

from celery import shared_task

from journal.appreciations import services


@shared_task(name="journal.appreciations.arrive")
def arrive(note_id: str) -> None:
    """Only a hint to an open page: the note is readable from its hour on, with or without this."""
    services.announce_arrival(UUID(note_id))
