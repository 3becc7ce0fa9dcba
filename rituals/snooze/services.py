"""Putting off what has just rung, for oneself alone: it rings once more later. The partner learns nothing of it.

The later ring is a message of its own, named by its occurrence and its new time. It is checked before it leaves like
every nudge: if the ritual was done, paused, skipped, stopped or switched off meanwhile, it does not leave.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import models, transaction
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from couples import clock, live
from couples.accounts.models import Person
from couples.outbox import queue
from couples.outbox.models import Message, State
from couples.outbox.services import post
from couples.space.lock import hold
from couples.space.models import Couple
from rituals.cadence import instant
from rituals.errors import NothingToPutOff
from rituals.models import Nudge, Practice, Ritual
from rituals.nudges import mail
from rituals.nudges.engine import GRACE
from rituals.nudges.occurrence_name import evening_of
from rituals.nudges.occurrence_name import put_off as put_off_name
from rituals.nudges.still_wanted import wanted

TONIGHT, TOO_LATE_FOR_TONIGHT = time(21), time(20, 30)
_DAY = timedelta(days=1)


class Until(models.TextChoices):
    HOUR = "hour", _("In an hour")
    TONIGHT = "tonight", _("Tonight at nine")
    TOMORROW = "tomorrow", _("Tomorrow at the same time")
    WEEK = "week", _("In a week")


@dataclass(frozen=True, slots=True)
class Ring:
    """What has rung for somebody and still is in hand: on the day it rang, and two hours past midnight."""

    message: Message
    #: When the ritual rings next by itself.
    next_at: datetime | None
    #: When it has been put off to, if it has.
    later_at: datetime | None

    @property
    def ritual_id(self) -> UUID:
        return cast(UUID, self.message.about)

    @property
    def on(self) -> date:
        return self.message.on

    @property
    def evening(self) -> date:
        return evening_of(self.message)

    @property
    def choices(self) -> list[tuple[Until, datetime]]:
        """The later times on offer: outside quiet hours, and before its own next ring, which comes anyway (T3)."""
        person = self.message.person
        assert person  # noqa: S101  a nudge is somebody's
        offered = _times(clock.now(), self.message.due_at, person.tzinfo)
        offered = (
            (until, at) for until, at in offered if not (person.quiet and person.quiet.end_after(at, person.tzinfo))
        )
        return [(until, at) for until, at in offered if self.next_at is None or at < self.next_at]


def _times(now: datetime, rang_at: datetime, zone: ZoneInfo) -> Iterator[tuple[Until, datetime]]:
    """By this person's own clock. A date the zone skips is not offered."""
    local, rang = now.astimezone(zone), rang_at.astimezone(zone)
    yield Until.HOUR, (now + timedelta(hours=1)).replace(second=0, microsecond=0)
    at_the_same = rang.time().replace(second=0, microsecond=0)
    asked = [(Until.TOMORROW, at_the_same, _DAY), (Until.WEEK, at_the_same, 7 * _DAY)]
    if local.time() < TOO_LATE_FOR_TONIGHT:
        asked.insert(0, (Until.TONIGHT, TONIGHT, timedelta(0)))
    for until, at, ahead in asked:
        if found := instant(at, zone, local.date() + ahead):
            yield until, found


def in_hand(person: Person, rituals: Collection[UUID] | models.QuerySet[Any, Any]) -> Ring | None:
    """What rang last of these for this person, if it still is in hand. One query."""
    now = clock.now()
    own = Nudge.objects.filter(person=person, ritual=OuterRef("about")).values("next_at")
    recent = (
        Message.objects.filter(kind=mail.KIND, person=person, about__in=rituals, due_at__gt=now - _DAY)
        .filter(state__in=[State.PENDING, State.SENT])
        .annotate(next_at=Subquery(own))
        .order_by("-due_at")
    )
    rows = list(recent)
    rang = next((row for row in rows if row.due_at <= now), None)
    if rang is None or not _is_fresh(rang, now, person.tzinfo):
        return None
    rang.person = person
    later = [row.due_at for row in rows if row.due_at > now and row.about == rang.about and row.state == State.PENDING]
    next_at: datetime | None = rang.next_at  # type: ignore[attr-defined]  # annotated above
    return Ring(rang, next_at, min(later, default=None))


def checkin_in_hand(couple: Couple, person: Person) -> Ring | None:
    mine = Ritual.objects.for_couple(couple).living().visible_to(person)
    return in_hand(person, mine.filter(practice=Practice.CHECKIN).values("pk"))


def should_have_rung(ritual: Ritual, person: Person) -> bool:
    """By its rule, today and by this person's own clock. Costs no query, and so does not know what became of it."""
    today = clock.today(person)
    at = instant(ritual.at, person.tzinfo, today)
    return at is not None and at <= clock.now() and ritual.rule.falls_on(today)


def _is_fresh(rang: Message, now: datetime, zone: ZoneInfo) -> bool:
    return now - rang.due_at < GRACE or rang.due_at.astimezone(zone).date() == now.astimezone(zone).date()


@transaction.atomic
def put_off(ritual: Ritual, *, by: Person, until: str) -> datetime:
    """Ring once more then. Another choice replaces the one before, so a second press makes no second ring.

    Raises NothingToPutOff when it is done, over, or rings by itself before that.
    """
    hold(ritual.couple)
    Person.objects.select_for_update(no_key=True).get(pk=by.pk)
    ring = in_hand(by, [ritual.pk])
    at = dict(ring.choices).get(Until(until)) if ring and until in Until.values else None
    if ring is None or at is None or not wanted(ring.message):
        raise NothingToPutOff
    _forget(ritual, by)
    post(
        kind=mail.KIND,
        person=by,
        about=ritual.pk,
        occurrence=put_off_name(ring.message, at),
        due_at=at,
        grace=GRACE,
    )
    # What rang and has not left yet, for quiet hours or a mail server that is away, is put off too.
    waiting = Message.objects.free().filter(kind=mail.KIND, person=by, about=ritual.pk, due_at__lte=clock.now())
    queue.end(list(waiting), State.CANCELLED)
    live.announce(ritual.couple, "rituals", ritual.pk, only=by)
    return at


@transaction.atomic
def take_up(ritual: Ritual, *, by: Person) -> None:
    """Not later after all: no further ring for this one."""
    hold(ritual.couple)
    _forget(ritual, by)
    live.announce(ritual.couple, "rituals", ritual.pk, only=by)


def _forget(ritual: Ritual, person: Person) -> None:
    """What is still ahead has neither left nor been leased, so nobody has it: it goes without a trace."""
    ahead = Message.objects.filter(kind=mail.KIND, person=person, about=ritual.pk, state=State.PENDING)
    ahead.filter(due_at__gt=clock.now()).delete()
