from celery import shared_task

from couples.accounts.sessions import SessionStore


@shared_task(name="couples.accounts.forget")
def forget() -> None:
    """Sessions whose day has come, so that the table holds those that live. Every hour: beat counts from its start."""
    SessionStore.clear_expired()
