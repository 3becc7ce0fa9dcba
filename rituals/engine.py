"""Ringing: from due rows to messages, each once (E9), at the right minute, however many there are.

One transaction a batch: claim due nudges (others pass them by), work out what each rings for and when it rings next,
write the messages and the next times in two statements, commit; only then knock at the workers' door. A second
dispatcher, a second beat or a death anywhere in between changes nothing: what is not committed is claimed again, what
is committed is unique by person, ritual and local date.
"""

import logging
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from django.db import connection, transaction

from couples import clock
from couples.outbox.models import Channel, State
from couples.outbox.tasks import hand_over
from couples.push import tasks as push
from couples.zones import zone
from rituals import practices
from rituals.cadence import UNCHANGED, Changes, Occurrence, latest_due, next_start
from rituals.models import OccurrenceChange, rule_of
from rituals.pace import SLOWER, next_ring, raised

log = logging.getLogger(__name__)

BATCH = 2_000
GRACE = timedelta(hours=2)  # later than this it is missed, never sent late (T3)
PUSH_BACK = timedelta(hours=1)
_INSTANT = timedelta(microseconds=1)

CLAIM = """
SELECT n.id, n.person_id, n.next_at, n.zone, r.id,
       r.at, r.weekdays, r.every, r.monthday, r.nth, r.starts_on, r.ends_on,
       r.retired_at IS NULL AND EXISTS (
           SELECT 1 FROM couples_membership m
           WHERE m.person_id = n.person_id AND m.couple_id = r.couple_id AND m.left_at IS NULL),
       n.unanswered, r.practice,
       EXISTS (
           SELECT 1 FROM couples_mute m
           WHERE m.person_id = n.person_id AND m.kind = 'nudge' AND m.channel = 'mail'),
       GREATEST(CASE WHEN p.id IS NOT NULL THEN COALESCE(p.back_on, '9999-12-31') END, h.back_on),
       CASE WHEN p.id IS NOT NULL OR h.id IS NOT NULL THEN
           (SELECT own.zone FROM couples_person own WHERE own.id = n.person_id) END
FROM rituals_nudge n JOIN rituals_ritual r ON r.id = n.ritual_id
     LEFT JOIN couples_pause p ON p.person_id = n.person_id
     LEFT JOIN couples_holiday h ON h.couple_id = r.couple_id AND h.ended_at IS NULL
WHERE n.next_at <= %s ORDER BY n.next_at LIMIT %s
FOR UPDATE OF n SKIP LOCKED
"""
POST = """
WITH rung AS (
    SELECT %s::timestamptz AS now, %s::interval AS grace, u.*
    FROM unnest(%s::uuid[], %s::uuid[], %s::text[], %s::uuid[], %s::text[], %s::timestamptz[])
         AS u(id, person, occurrence, about, state, due)
)
INSERT INTO couples_message (id, kind, channel, person_id, address, occurrence, about, state, created_at, due_at,
                             expires_at, next_try_at, attempts, refusals, error)
SELECT id, 'nudge', 'mail', person, '', occurrence, about, state, now, due, due + grace, due, 0, 0, '' FROM rung
UNION ALL
SELECT gen_random_uuid(), 'nudge', 'push', person, '', occurrence, about, state, now, due, due + grace, due, 0, 0, ''
FROM rung
WHERE state = 'pending'
  AND EXISTS (SELECT 1 FROM couples_device d WHERE d.person_id = person)
  AND NOT EXISTS (
      SELECT 1 FROM couples_mute m WHERE m.person_id = person AND m.kind = 'nudge' AND m.channel = 'push')
ON CONFLICT DO NOTHING RETURNING id, state, channel
"""
NEXT = """
UPDATE rituals_nudge n SET next_at = u.next_at, unanswered = u.unanswered
FROM unnest(%s::bigint[], %s::timestamptz[], %s::smallint[]) AS u(id, next_at, unanswered) WHERE n.id = u.id
"""


class Due(NamedTuple):
    nudge: int
    person: UUID
    next_at: datetime
    zone: str
    ritual: UUID
    at: time
    weekdays: int
    every: int
    monthday: int | None
    nth: int | None
    starts_on: date | None
    ends_on: date | None
    wanted: bool
    unanswered: int
    practice: str
    muted: bool
    #: With a pause or a holiday: the date they are back, and the clock they go by.
    back_on: date | None
    clock: str | None

    def rests(self, at: datetime) -> bool:
        return bool(self.back_on and self.clock and at.astimezone(zone(self.clock)).date() < self.back_on)


@dataclass(frozen=True, slots=True)
class Ringing:
    """What one due nudge comes down to: the occurrence to post, if any, and when it rings next, if ever."""

    due: Due
    occurrence: Occurrence | None
    next_at: datetime | None
    moved: bool = False
    unanswered: int = 0

    @property
    def key(self) -> str:
        """One a local date (E9). One that is moved after it has rung rings again, so it says where it was moved to."""
        assert self.occurrence  # noqa: S101  only what rings has a key
        to = f"{self.occurrence.at:%Y%m%dT%H%M}:" if self.moved else ""
        return f"{self.due.ritual}:{to}{self.occurrence.on}"


def ring(now: datetime | None = None) -> int:
    """Everything due by `now`, handed over batch by batch. Returns how many messages are newly there to be sent."""
    now = now or clock.now()
    posted = 0
    while True:
        claimed, mails, pushes = _ring_batch(now)
        hand_over(mails)
        push.hand_over(pushes)
        posted += len(mails) + len(pushes)
        if claimed < BATCH:
            return posted


@transaction.atomic
def _ring_batch(now: datetime) -> tuple[int, list[UUID], list[UUID]]:
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [now, BATCH])
        dues = [Due(*row) for row in cursor.fetchall()]
        if not dues:
            return 0, [], []
        changed = _changed({due.ritual for due in dues})
        ringings = [_worked_out(due, now, changed.get(due.ritual, UNCHANGED)) for due in dues]
        cursor.execute(POST, _columns([ringing for ringing in ringings if ringing.occurrence], now))
        posted = [(id, channel) for id, state, channel in cursor.fetchall() if state == State.PENDING]
        next_times: list[Any] = [
            [r.due.nudge for r in ringings],
            [r.next_at for r in ringings],
            [r.unanswered for r in ringings],
        ]
        cursor.execute(NEXT, next_times)
    mails, pushes = ([id for id, channel in posted if channel == each] for each in (Channel.MAIL, Channel.PUSH))
    return len(ringings), mails, pushes


def _changed(rituals: set[UUID]) -> dict[UUID, Changes]:
    """Dates that were skipped or moved, of those rituals that have any."""
    found: defaultdict[UUID, dict[date, datetime | None]] = defaultdict(dict)
    for change in OccurrenceChange.objects.filter(ritual__in=rituals):
        found[change.ritual_id][change.on] = change.to
    return dict(found)


def _worked_out(due: Due, now: datetime, changes: Changes) -> Ringing:
    if not due.wanted:
        return Ringing(due, None, None)
    try:
        rule, local = rule_of(*due[5:12]), zone(due.zone)
        occurrence = next_start(rule, due.next_at - _INSTANT, local, changes)
        following = next_start(rule, due.next_at, local, changes)
        shifted = occurrence is None or occurrence.at != due.next_at
        if shifted or (following and following.at <= now):
            # Slept through several: one is left of them, the latest (T3). Or the zone's rules have changed since
            # `next_at` was worked out (T1): what should have rung shortly before it still does.
            occurrence = latest_due(rule, due.next_at - GRACE, now, local, changes)
            following = next_start(rule, now, local, changes)
        if occurrence and due.rests(occurrence.at):
            occurrence = None  # let go, not kept for later
        unanswered = _raised(due, occurrence, now)
        if occurrence and unanswered >= SLOWER:
            following = next_ring(
                unanswered, occurrence, lambda after: next_start(rule, max(after, now), local, changes)
            )
        is_moved = occurrence is not None and occurrence.on in changes
        return Ringing(due, occurrence, following.at if following else None, is_moved, unanswered)
    except Exception as error:  # one row nobody can work out must not stop the others
        log.error("Nudge %s is pushed back: %s", due.nudge, type(error).__name__)
        return Ringing(due, None, now + PUSH_BACK, unanswered=due.unanswered)


def _raised(due: Due, occurrence: Occurrence | None, now: datetime) -> int:
    """One more, if it reaches them and if anybody can know that it came to nothing: whether a coffee took place is
    their own affair, so times for each other never slow down.
    """
    reaches = occurrence and now - occurrence.at < GRACE and not due.muted
    return raised(due.unanswered) if reaches and practices.link(due.practice) else due.unanswered


def _columns(ringings: Sequence[Ringing], now: datetime) -> list[Any]:
    rows = [(ringing, ringing.occurrence) for ringing in ringings if ringing.occurrence]
    return [
        now,
        GRACE,
        [uuid4() for _ in rows],
        [ringing.due.person for ringing, _ in rows],
        [ringing.key for ringing, _ in rows],
        [ringing.due.ritual for ringing, _ in rows],
        [State.PENDING.value if now - occurrence.at < GRACE else State.MISSED.value for _, occurrence in rows],
        [occurrence.at for _, occurrence in rows],
    ]
