from celery import shared_task

from journal.erasing import services


@shared_task(name="journal.erasing.end")
def end() -> None:
    services.end()
