"""A ring that reached nobody does not count as unanswered: the count it raised (rituals/nudges/backoff.py) is lowered.

The outbox calls this in the transaction that ends a message which never arrived. The reasons are many: the mail server
refused it until it was too late, the address is suppressed, quiet hours lasted longer than it was of use, it was
switched off, skipped or put off, or it was answered meanwhile. A ring arrived if its mail or its push did.
"""

import logging
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import prefetch_related_objects

from couples import clock
from couples.array_lookup import InArray
from couples.outbox.models import Message, State
from couples.zones import stored_zone
from rituals.cadence import Occurrence
from rituals.models import Nudge
from rituals.nudges.backoff import SLOWER, next_ring, taken_back
from rituals.nudges.occurrence_name import is_put_off

log = logging.getLogger(__name__)

Key = tuple[UUID | None, UUID | None]


def never_arrived(messages: Sequence[Message]) -> None:
    """Lower the count once a ring, when the last of its messages ends. Call it in a transaction."""
    # A put-off message is no ring of its own: the ring it repeats was counted, and was seen.
    rings = {(row.person_id, row.occurrence): row for row in messages if not is_put_off(row)}
    counted = Nudge.objects.filter(
        InArray("person", {row.person_id for row in rings.values() if row.person_id}),
        InArray("ritual", {row.about for row in rings.values() if row.about}),
        unanswered__gt=0,
    )
    # Locked before other messages are read: if a mail and a push end at once, the second sees that both have ended.
    held = {
        (nudge.person_id, nudge.ritual_id): nudge
        for nudge in counted.select_for_update(of=("self",)).select_related("ritual").order_by("pk")
    }
    lost = [row for row in rings.values() if (row.person_id, row.about) in held]
    lost = _without_another_way(lost)
    prefetch_related_objects([held[row.person_id, row.about].ritual for row in lost], "changes")  # type: ignore[index]
    now = clock.now()
    for row in sorted(lost, key=lambda row: row.due_at):
        _take_back(held[row.person_id, row.about], row, now)  # type: ignore[index]  # in `held`, as asked above
    Nudge.objects.bulk_update(held.values(), ["unanswered", "next_at"])


def _without_another_way(rings: Sequence[Message]) -> list[Message]:
    """Those rings no other message of which has arrived or still can."""
    people, occurrences = {row.person_id for row in rings if row.person_id}, {row.occurrence for row in rings}
    there = Message.objects.filter(
        InArray("person", people),
        kind__in={row.kind for row in rings},
        occurrence__in=occurrences,
        state__in=[State.PENDING, State.SENT],
    )
    arrived = set(there.values_list("person_id", "occurrence"))
    return [row for row in rings if (row.person_id, row.occurrence) not in arrived]


def _take_back(nudge: Nudge, ring: Message, now: datetime) -> None:
    before, nudge.unanswered = nudge.unanswered, taken_back(nudge.unanswered)
    if before < SLOWER or nudge.next_at is None or nudge.next_at <= now:
        return
    try:
        local = stored_zone(nudge.zone)
        following = next_ring(
            nudge.unanswered,
            Occurrence(ring.due_at, ring.on),
            lambda after: nudge.ritual.next_start(max(after, now), local),
        )
    except Exception as error:  # a row nobody can work out must not keep a mail from ending
        log.error("Nudge %s keeps its next time: %s", nudge.pk, type(error).__name__)
        return
    if following:
        nudge.next_at = min(nudge.next_at, following.at)
