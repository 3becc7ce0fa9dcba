"""Whether a message may leave now: asked for many rows at once, and anew when the answer is a moment old.

Mutes, addresses that do not exist, quiet hours and whose mailbox is free: a few queries a chunk, not a row (T4, P8).
"""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models.functions import Lower

from couples import clock, made_up
from couples.array_lookup import InArray
from couples.outbox import kinds
from couples.outbox.models import Channel, LastLetter, Message, Mute, State, Suppression
from couples.quiet import Quiet, instant
from couples.zones import zone_keys

log = logging.getLogger(__name__)

#: No two letters to one mailbox come closer than this.
QUARTER = timedelta(minutes=15)
#: Workers' clocks differ by less than this. A last letter further ahead was written before a clock was set back, and
#: holds nothing up.
SKEW = timedelta(minutes=1)
#: Answers older than this are asked for again before words leave, so what somebody switches off stops within it.
FRESH = timedelta(seconds=2)
#: A partner's doing that comes after the day's one mail waits for this hour of the next day.
MORNING = time(8)
UTC_ZONE = ZoneInfo("UTC")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Neither: it may leave. `state`: it is over. `until`: it waits."""

    state: State | None = None
    until: datetime | None = None


MAY_LEAVE = Verdict()


@dataclass(frozen=True, slots=True)
class Clock:
    """One person's own: where they are, and when nothing should ring there."""

    zone: ZoneInfo
    quiet: Quiet | None
    quiet_holds_all: bool

    def quiet_until(self, at: datetime) -> datetime | None:
        return self.quiet.end_after(at, self.zone) if self.quiet else None

    def today(self, now: datetime) -> date:
        return now.astimezone(self.zone).date()

    def next_morning(self, now: datetime) -> datetime:
        morning = instant(self.today(now) + _DAY, MORNING, self.zone)
        return self.quiet_until(morning) or morning


def is_deferrable(message: Message) -> bool:
    """Whether kindness is asked of it. A code, a notice about the account, or a promised minute, is wanted at once."""
    return kinds.can_wait(message.kind) and message.person_id is not None and not message.address


class SendPolicy:
    def __init__(self, rows: Sequence[Message]) -> None:
        self._about(rows)
        self.ask()
        self._all_asked_at = self.asked_at

    def narrow(self, rows: Sequence[Message]) -> None:
        """Keeps only these rows. A slow worker asks often, and need not ask about letters that have left."""
        self._about(rows)
        if abs(clock.now() - self._all_asked_at) > FRESH:
            self.ask()

    def _about(self, rows: Sequence[Message]) -> None:
        self._people = {row.person_id for row in rows if row.person_id}
        self._addresses = {row.to.lower() for row in rows if row.channel == Channel.MAIL}
        self._rows = [row for row in rows if is_deferrable(row)]

    def ask(self) -> None:
        """Reads everything anew, in as many queries for a hundred rows as for one."""
        self.asked_at = now = clock.now()
        self._muted = _muted(self._people)
        self._unreachable = _unreachable(self._addresses)
        self._clocks = _clocks(self._people)
        self._last = {last.pk: last for last in LastLetter.objects.filter(InArray("person", self._people))}
        self._coming = _coming({row.person_id for row in self._rows if row.person_id}, now)
        self._ask_what_is_wanted()

    def _ask_what_is_wanted(self) -> None:
        """Of those kinds that can be asked about many rows at once."""
        self._unwanted: set[UUID] = set()
        self._asked: set[str] = set()
        for kind in kinds.mutable():
            mine = [row for row in self._rows if row.kind == kind.key]
            if not kind.unwanted or not mine:
                continue
            try:
                self._unwanted |= set(kind.unwanted(mine))
                self._asked.add(kind.key)
            except Exception as error:  # one of them is poisoned: each is asked by itself, once it is leased
                log.error("Messages of kind %s could not be asked about at once: %s", kind.key, type(error).__name__)

    def is_wanted(self, row: Message) -> bool:
        """Asked of a leased row by itself, unless many were asked about at once."""
        kind = kinds.get(row.kind)
        return kind.key in self._asked or kind.is_wanted(row)

    @property
    def is_stale(self) -> bool:
        return abs(clock.now() - self.asked_at) > FRESH

    def of(self, row: Message) -> Verdict:
        now = clock.now()
        if row.expires_at and row.expires_at <= now:
            return Verdict(State.MISSED)
        if (row.person_id, row.kind, row.channel) in self._muted and kinds.is_mutable(row.kind):
            return Verdict(State.CANCELLED)
        if row.pk in self._unwanted:
            return Verdict(State.CANCELLED)
        if row.channel == Channel.MAIL and row.to.lower() in self._unreachable:
            return Verdict(State.FAILED)
        if is_deferrable(row):
            return self._kindly(row, now)
        return self._punctually(row, now) if kinds.is_punctual(row.kind) else MAY_LEAVE

    def partner_on(self, rows: Iterable[Message]) -> date | None:
        """The local date, when one of these rows is there because of the partner."""
        for row in rows:
            if kinds.get(row.kind).by_partner and row.person_id:
                return self._clocks[row.person_id].today(clock.now())
        return None

    def _kindly(self, row: Message, now: datetime) -> Verdict:
        assert row.person_id  # noqa: S101  as `is_deferrable` says
        own = self._clocks.get(row.person_id)
        if own is None:  # gone since
            return Verdict(State.CANCELLED)
        until = own.quiet_until(now)
        if until is None and row.channel == Channel.MAIL:
            until = self._taken_until(row, own, now)
        if until is not None:
            return _held_back(row, until)
        if row.channel == Channel.MAIL and (chosen := self._chosen_time(row)):
            return Verdict(until=chosen)
        return MAY_LEAVE

    def _punctually(self, row: Message, now: datetime) -> Verdict:
        """Quiet hours hold it back for whoever chose so, and nothing else does."""
        own = self._clocks.get(row.person_id) if row.person_id else None
        until = own.quiet_until(now) if own and own.quiet_holds_all else None
        return _held_back(row, until) if until else MAY_LEAVE

    def _taken_until(self, row: Message, own: Clock, now: datetime) -> datetime | None:
        """When this person's mailbox is free for this row again; None while it is."""
        last = self._last.get(row.person_id)
        if last is None or last.letter == row.letter:
            return None
        if kinds.get(row.kind).by_partner and last.partner_on:
            today = own.today(now)
            if today <= last.partner_on <= today + _DAY:
                return own.next_morning(now)
        if last.at and now < last.at + QUARTER and last.at <= now + SKEW:
            return last.at + QUARTER
        return None

    def _chosen_time(self, row: Message) -> datetime | None:
        """A little after a nudge that rings shortly, so that this one leaves with it instead of before it."""
        if kinds.get(row.kind).coming or row.attempts:
            return None
        at = self._coming.get(row.person_id) if row.person_id else None
        return at + SKEW if at and (row.expires_at is None or at + SKEW < row.expires_at) else None


def _held_back(row: Message, until: datetime) -> Verdict:
    """Until then, or missed when it would be of no use any more."""
    return Verdict(until=until) if row.expires_at is None or until < row.expires_at else Verdict(State.MISSED)


def _muted(people: set[UUID]) -> set[tuple[Any, ...]]:
    return set(Mute.objects.filter(InArray("person", people)).values_list("person_id", "kind", "channel"))


def _unreachable(addresses: set[str]) -> set[str]:
    """Those that do not exist. A file can be written for somebody made up, who has no mailbox anywhere."""
    found = Suppression.objects.annotate(lower=Lower("address")).filter(InArray("lower", addresses))
    nowhere = () if settings.EMAIL_FILE_PATH else filter(made_up.is_made_up, addresses)
    return {*found.values_list("lower", flat=True), *nowhere}


def _clocks(people: set[UUID]) -> dict[UUID, Clock]:
    found = get_user_model().objects.filter(InArray("pk", people))
    # A zone that new data no longer has must not stop everybody else's mail.
    return {
        person: Clock(ZoneInfo(zone) if zone in zone_keys() else UTC_ZONE, Quiet.between(start, end), holds_all)
        for person, zone, start, end, holds_all in found.values_list(
            "pk", "zone", "quiet_from", "quiet_until", "quiet_holds_all"
        )
    }


def _coming(people: set[UUID], now: datetime) -> dict[UUID, datetime]:
    """What rings within the next quarter of an hour, or is just about to."""
    found: dict[UUID, datetime] = {}
    for kind in kinds.mutable():
        if not kind.coming or not people:
            continue
        try:
            times: Mapping[UUID, datetime] = kind.coming(people, now - SKEW, now + QUARTER)
        except Exception as error:  # then nobody waits: better two mails than none
            log.error("What is coming of kind %s is not known: %s", kind.key, type(error).__name__)
            continue
        found |= {person: min(at, found.get(person, at)) for person, at in times.items()}
    return found
