from celery import shared_task

from journal.touch import asking


@shared_task(name="journal.touch.forget")
def forget() -> None:
    asking.forget()
