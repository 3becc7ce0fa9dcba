"""After new zone data: every next time worked out anew (T1), in small steps that a running engine does not notice.

Safe to run again, and to stop at any point: what a step has written is right, the rest is as before. A time that rang
already does not ring again, as the outbox holds one a date.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import prefetch_related_objects

from couples import clock
from couples.zones import stored_zone
from rituals.models import Nudge, Ritual
from rituals.nudges.backoff import SLOWER
from rituals.nudges.engine import GRACE

STEP = 1_000
#: A government moves its clocks by less than this, so within it an old and a new time are the same occurrence.
SHIFT = timedelta(hours=3)


def recompute() -> Iterator[tuple[int, int]]:
    """Step by step: how many nudges were looked at, and how many of them ring at another time now."""
    after = 0
    while True:
        after, seen, moved = _step(after, clock.now())
        if not seen:
            return
        yield seen, moved


@transaction.atomic
def _step(after: int, now: datetime) -> tuple[int, int, int]:
    ahead = Nudge.objects.filter(pk__gt=after, next_at__gt=now).order_by("pk")
    nudges = list(ahead.select_for_update()[:STEP])
    # Read once the nudges are held: whoever changes a rule writes its nudges too, and so comes before or after.
    rituals = Ritual.objects.in_bulk({nudge.ritual_id for nudge in nudges})
    prefetch_related_objects(list(rituals.values()), "changes")
    moved = [nudge for nudge in nudges if _moves(nudge, rituals[nudge.ritual_id], now)]
    Nudge.objects.bulk_update(moved, ["next_at"])
    return (nudges[-1].pk if nudges else after), len(nudges), len(moved)


def _moves(nudge: Nudge, ritual: Ritual, now: datetime) -> bool:
    local, before = stored_zone(nudge.zone), nudge.next_at
    # Who lets them pass is rung for less often (rituals/nudges/backoff.py), and still is.
    since = max(now, before - SHIFT) if before and nudge.unanswered >= SLOWER else now
    following = ritual.next_start(since, local)
    if before and (missed := ritual.next_start(now - GRACE, local)) and before - missed.at <= SHIFT:
        # By the old data it was still to come, by the new it has just been: it rings now, and not never.
        following = missed
    nudge.next_at = following.at if following else None
    return nudge.next_at != before
