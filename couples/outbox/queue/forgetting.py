"""Deletes rows of the outbox that ended ninety days ago. No page and no rule looks back as far.

A message is unique by person, kind and occurrence, so that nothing is sent twice (E9). An occurrence is a date or
happens once; none of them comes again after three months.
"""

from datetime import datetime, timedelta

from couples import clock
from couples.array_lookup import InArray
from couples.outbox.models import Message, State

KEPT = timedelta(days=90)
#: The most rows deleted in one commit: others write to the same table meanwhile.
BATCH = 1_000
TIME_SLICE = timedelta(seconds=15)  # like a delivery, on the same workers; the rest waits for the next hour


def forget() -> int:
    """Deletes them, and says how many they were."""
    begun, gone = clock.now(), 0
    while clock.now() - begun < TIME_SLICE:
        some = _forget_some(begun - KEPT)
        gone += some
        if some < BATCH:
            break
    return gone


def _forget_some(before: datetime) -> int:
    """Deletes the oldest first. A pending row is never deleted: delivery marks it as missed when it is too late."""
    over = Message.objects.exclude(state=State.PENDING).filter(due_at__lt=before).order_by("due_at")
    ids = list(over.values_list("pk", flat=True)[:BATCH])
    if ids:
        Message.objects.filter(InArray("pk", ids)).delete()
    return len(ids)
