"""Ringing: due nudges become messages, each once (E9) and at the right minute, however many there are.

A batch is one transaction. It claims due nudges, which other dispatchers skip. It works out what each rings for and
when it rings next. It writes the messages and the next times in one statement and commits. Only then are the workers
told. A second dispatcher or a crash at any point changes nothing: what was not committed is claimed again, and what was
committed is unique by person, ritual and local date.

Many people share hours, zones and rules. Nudges that agree in all of these are claimed as one row, worked out once and
written back as one, so that most nudges never leave the database.
"""

import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from couples import clock
from couples.outbox.doorbell import hand_over
from couples.outbox.models import Channel, State
from couples.zones import stored_zone
from rituals import practices
from rituals.cadence import UNCHANGED, Changes, Occurrence, latest_due, next_start
from rituals.nudges.backoff import SLOWER, next_ring, raised
from rituals.nudges.engine_sql import CLAIM, EARLIEST, FOR_THIS_BATCH, RING, RING_AGAIN
from rituals.occurrences.changes import changes_of
from rituals.rule_columns import rule_of

log = logging.getLogger(__name__)

BATCH = 3_000
GRACE = timedelta(hours=2)  # later than this it is missed, never sent late (T3)
PUSH_BACK = timedelta(hours=1)
_INSTANT = timedelta(microseconds=1)


class Due(NamedTuple):
    """Nudges that are alike in everything that decides what they ring for and when they ring next."""

    #: The row ids of these nudges, as text that only goes back to the database. A locked row keeps its id.
    nudges: str
    several: int
    next_at: datetime
    zone: str
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
    #: Whether nudges are switched off for mail and for every device of theirs.
    muted: bool
    #: During a pause or a holiday: the date they are back, and the zone that date is counted in.
    back_on: date | None
    clock: str | None
    #: Their ritual, if single dates of it were skipped or moved. Such nudges are grouped by ritual.
    changed: UUID | None

    def rests(self, at: datetime) -> bool:
        return bool(self.back_on and self.clock and at.astimezone(stored_zone(self.clock)).date() < self.back_on)


@dataclass(frozen=True, slots=True)
class Ringing:
    """What was worked out for one group: the occurrence to write messages for, if any, and the next time, if any."""

    due: Due
    occurrence: Occurrence | None
    next_at: datetime | None
    moved: bool = False
    unanswered: int = 0

    @property
    def named(self) -> str | None:
        """How messages name an occurrence: by its local date, so that each date rings once (E9).

        A date that was moved is named by its new time as well, since it rings again when it is moved after it has rung.
        """
        if self.occurrence is None:
            return None
        to = f"{self.occurrence.at:%Y%m%dT%H%M}:" if self.moved else ""
        return f"{to}{self.occurrence.on}"


def ring(now: datetime | None = None) -> int:
    """Everything due by `now`, handed over batch by batch. Returns how many messages are newly there to be sent."""
    now = now or clock.now()
    posted, knock = 0, None
    if not _any_due(now):
        return posted
    with ThreadPoolExecutor(1, "knock") as door:
        while True:
            claimed, mails, pushes = _ring_batch(now)
            if knock:
                knock.result()
            knock = door.submit(_knock, mails, pushes)  # while the database is busy with the next batch
            posted += len(mails) + len(pushes)
            if claimed < BATCH:
                knock.result()
                return posted


def _any_due(now: datetime) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(EARLIEST)
        (earliest,) = cursor.fetchone() or (None,)
    return earliest is not None and earliest <= now


def _knock(mails: Sequence[str], pushes: Sequence[str]) -> None:
    hand_over(mails)
    hand_over(pushes, channel=Channel.PUSH)


def _ring_batch(now: datetime) -> tuple[int, Sequence[str], Sequence[str]]:
    """How many were claimed, and the ids of the mails and of the push messages to knock for."""
    try:
        return _rung(now, RING)
    except IntegrityError:
        # One of these was posted before, as after a clock was set back. All that was claimed is free again.
        return _rung(now, RING_AGAIN)


@transaction.atomic
def _rung(now: datetime, statement: str) -> tuple[int, Sequence[str], Sequence[str]]:
    with connection.cursor() as cursor:
        cursor.execute(FOR_THIS_BATCH)
        cursor.execute(CLAIM, [now, BATCH])
        dues = [Due(*row) for row in cursor.fetchall()]
        if not dues:
            return 0, [], []
        changed = changes_of({due.changed for due in dues if due.changed})
        ringings = [_worked_out(due, now, changed.get(due.changed, UNCHANGED)) for due in dues]
        cursor.execute(statement, _columns(ringings, now))
        posted = dict(cursor.fetchall())
    return sum(due.several for due in dues), posted.get(Channel.MAIL, []), posted.get(Channel.PUSH, [])


def _worked_out(due: Due, now: datetime, changes: Changes) -> Ringing:
    if not due.wanted:
        return Ringing(due, None, None)
    try:
        rule, local = rule_of(due), stored_zone(due.zone)
        occurrence = next_start(rule, due.next_at - _INSTANT, local, changes)
        following = next_start(rule, due.next_at, local, changes)
        shifted = occurrence is None or occurrence.at != due.next_at
        if shifted or (following and following.at <= now):
            # Either nothing rang for a while: of the times passed over only the latest rings (T3). Or the zone's rules
            # have changed since `next_at` was worked out (T1): a time shortly before it still rings.
            occurrence = latest_due(rule, due.next_at - GRACE, now, local, changes)
            following = next_start(rule, now, local, changes)
        if occurrence and due.rests(occurrence.at):
            occurrence = None  # they rest: it is dropped and does not come later
        unanswered = _raised(due, occurrence, now)
        if occurrence and unanswered >= SLOWER:
            following = next_ring(
                unanswered, occurrence, lambda after: next_start(rule, max(after, now), local, changes)
            )
        is_moved = occurrence is not None and occurrence.on in changes
        return Ringing(due, occurrence, following.at if following else None, is_moved, unanswered)
    except Exception as error:  # rows nobody can work out must not stop the others
        log.error("Nudges %s are pushed back: %s", due.nudges, type(error).__name__)
        return Ringing(due, None, now + PUSH_BACK, unanswered=due.unanswered)


def _raised(due: Due, occurrence: Occurrence | None, now: datetime) -> int:
    """One more unanswered ring, if this one reaches them and its practice can tell whether it was answered.

    Nobody is asked whether a time for each other took place, so those never slow down.
    """
    reaches = occurrence and now - occurrence.at < GRACE and not due.muted
    return raised(due.unanswered) if reaches and practices.link(due.practice) else due.unanswered


def _state(ringing: Ringing, now: datetime) -> State:
    """The state of new messages. A ring that is switched off was not counted, so its message ends at once."""
    if ringing.occurrence is None or now - ringing.occurrence.at >= GRACE:
        return State.MISSED
    return State.CANCELLED if ringing.due.muted else State.PENDING


def _columns(ringings: Sequence[Ringing], now: datetime) -> list[Any]:
    at = [ringing.occurrence and ringing.occurrence.at for ringing in ringings]
    return [
        [ringing.due.nudges for ringing in ringings],
        [ringing.next_at for ringing in ringings],
        [ringing.unanswered for ringing in ringings],
        [ringing.named for ringing in ringings],
        [_state(ringing, now).value for ringing in ringings],
        at,
        now,
        GRACE,
    ]
