from celery import shared_task

from couples import clock
from couples.accounts.models import AddressChange
from couples.accounts.sessions import SessionStore


@shared_task(name="couples.accounts.forget")
def forget() -> None:
    """What is over: sessions, and old addresses nobody can go back to. Every hour, as beat counts from its start."""
    SessionStore.clear_expired()
    AddressChange.objects.filter(at__lte=clock.now() - AddressChange.LIFE).delete()
