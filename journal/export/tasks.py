from uuid import UUID

from celery import shared_task

from journal.export import services


@shared_task(name=services.MAKE)
def make(id: str) -> None:
    services.make(UUID(id))


@shared_task(name="journal.export.sweep")
def sweep() -> None:
    services.sweep()
