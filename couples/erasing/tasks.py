from celery import shared_task

from couples.erasing import services


@shared_task(name="couples.erasing.sweep")
def sweep() -> None:
    services.sweep()
