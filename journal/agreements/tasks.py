from celery import shared_task

from journal.agreements.signing.forget import forget_all


@shared_task(name="journal.agreements.forget")
def forget() -> None:
    forget_all()
