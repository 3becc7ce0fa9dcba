"""Has rows tried again once the operator has mended what stopped them. What is too late is not sent (E7)."""

from uuid import UUID

from django.db.models import F, Q

from couples import clock
from couples.outbox.models import Message, State


class NothingToRetry(Exception):
    """No such row, or it has left, was cancelled, is too late, or what only it carried is gone."""


def retry(id: UUID) -> None:
    """Has this row tried again at the next sweep. Raises NothingToRetry."""
    if not _again(Q(pk=id)):
        raise NothingToRetry


def retry_all() -> int:
    """Has all of them tried again: what was given up or refused, and what waits after an attempt that failed."""
    return _again(Q())


def _again(which: Q) -> int:
    now = clock.now()
    of_use = Message.objects.filter(which).filter(Q(expires_at=None) | Q(expires_at__gt=now))
    # A code was wiped with its row: mailed again it would be a mail without one.
    over = of_use.filter(state__in=[State.DEAD, State.FAILED]).exclude(kind__endswith="_code")
    # `attempts` is the fence of a lease and never goes down. With as many refusals, no attempt counts as our error.
    fresh = {"next_try_at": now, "leased_until": None, "refusals": F("attempts"), "error": ""}
    begun = over.update(state=State.PENDING, **fresh)
    waiting = of_use.free().filter(next_try_at__gt=now).exclude(error="")
    return begun + waiting.update(next_try_at=now)
