"""What the operator may have tried again, once its reason is mended. Nothing is sent late for it (E7)."""

from uuid import UUID

from django.db.models import F, Q

from couples import clock
from couples.outbox.models import Message, State


class NothingToRetry(Exception):
    """No such row, or it has left, was cancelled, is too late, or what only it carried is gone."""


def retry(id: UUID) -> None:
    """At the next sweep. Raises NothingToRetry."""
    if not _again(Q(pk=id)):
        raise NothingToRetry


def retry_all() -> int:
    """Everything given up or refused that is still of use, and whatever waits after a try that failed."""
    return _again(Q())


def _again(which: Q) -> int:
    now = clock.now()
    of_use = Message.objects.filter(which).filter(Q(expires_at=None) | Q(expires_at__gt=now))
    # A code was wiped with its row: mailed again it would be a mail without one.
    over = of_use.filter(state__in=[State.DEAD, State.FAILED]).exclude(kind__endswith="_code")
    # `attempts` is the fence of a lease and never goes back; level with it, no error of ours counts against the row.
    fresh = {"next_try_at": now, "leased_until": None, "refusals": F("attempts"), "error": ""}
    begun = over.update(state=State.PENDING, **fresh)
    waiting = of_use.free().filter(next_try_at__gt=now).exclude(error="")
    return begun + waiting.update(next_try_at=now)
