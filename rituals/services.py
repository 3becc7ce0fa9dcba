"""Choosing, changing, stopping and bringing back a ritual, and keeping each member's next nudge as the rule says."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from couples import clock, live
from couples.accounts.models import Person
from couples.drafts.merging import Base, Unseen, merged
from couples.space.models import Couple, Membership
from couples.zones import stored_zone
from rituals import own_checkin
from rituals.cadence import Rule, instant
from rituals.errors import AlreadyThen, NoSuchOccurrence, NotAhead
from rituals.models import Nudge, OccurrenceChange, Practice, Ritual
from rituals.nudges.backoff import AHEAD_OF_IT, SLOWER
from rituals.nudges.schedule import lock, members, schedule

REVISED = ["sequence", "revised_at", "stands_since"]


@transaction.atomic
def set_checkin(couple: Couple, *, by: Person, rule: Rule) -> Ritual:
    """Chooses or changes the time of one's own daily check-in. The other one's stays, and they learn nothing of it."""
    lock(couple)
    ritual = own_checkin.taken(couple, by)
    if ritual is None:
        ritual = own_checkin.fresh(couple, by)
    elif ritual.rule != rule:
        _revise(ritual, anew=True)
    ritual.rule = rule
    Nudge.objects.filter(ritual=ritual.pk, person=by).update(unanswered=0)  # another time is a fresh start
    return _saved(ritual)


@transaction.atomic
def add(couple: Couple, *, by: Person, title: str, rule: Rule, zone: str, minutes: int) -> Ritual:
    """A time for each other: one instant for both in the zone it names, or by each one's clock if it names none."""
    lock(couple)
    ritual = Ritual(couple=couple, practice=Practice.OWN, created_by=by, zone=zone, minutes=minutes)
    ritual.title, ritual.rule, ritual.names_place = title, rule, bool(zone)
    return _saved(_set(ritual, by))


@transaction.atomic
def change(
    ritual: Ritual, *, by: Person, title: str, rule: Rule | None, zone: str, minutes: int, base: Base | None = None
) -> Ritual:
    """Changes a ritual for all dates to come, and tells the other one of new times. Single dates stay skipped or moved
    where the new rule still names them.

    `base`: what the title was typed on. A title that was not touched stays as it is now. Raises Unseen where both have
    given it another one at once. Without a `rule` it keeps its times and its clock.
    """
    ritual = _held(ritual)
    head = {"title": ritual.title}
    words = merged({"title": title}, head=head, base=base)
    if words["title"] not in {title, ritual.title}:
        raise Unseen(words, head)
    before = ritual.rule, ritual.zone, ritual.names_place
    after = (rule, zone, bool(zone)) if rule else before
    if (*after, minutes) != (*before, ritual.minutes):
        _revise(ritual, anew=after[:2] != before[:2])
    if after[:2] != before[:2]:
        _set(ritual, by)
    ritual.rule, ritual.zone, ritual.names_place = after
    ritual.title, ritual.minutes = words["title"], minutes
    return _saved(ritual)


@transaction.atomic
def skip(ritual: Ritual, *, on: date, by: Person) -> None:
    """Not this once, for both. Raises NoSuchOccurrence."""
    _change_one(_held(ritual), on, by, to=None)


@transaction.atomic
def move(ritual: Ritual, *, on: date, to: datetime, by: Person) -> None:
    """This one at another wall time (by the ritual's clock, or each one's own), for both.

    Raises NoSuchOccurrence, NotAhead when that is over for whoever moves it, AlreadyThen when another one is then.
    """
    ritual = _held(ritual)
    local = ritual.clock_of(by)
    at = instant(to.time(), local, to.date())
    if at is None or at <= clock.now():
        raise NotAhead
    if any(found.on != on for found in ritual.occurrences(at, at + timedelta(minutes=1), local)):
        raise AlreadyThen
    _change_one(ritual, on, by, to=to)


@transaction.atomic
def keep(ritual: Ritual, *, on: date) -> None:
    """This one as usual again: the way back from `skip` and `move`."""
    ritual = _held(ritual)
    if OccurrenceChange.objects.filter(ritual=ritual, on=on).delete()[0]:
        _revise(ritual).save(update_fields=REVISED)
        _reschedule(ritual)


@transaction.atomic
def retire(ritual: Ritual, *, by: Person | None = None) -> Ritual:
    """Ring no more. The row stays, so that it can come back. Nobody stops (`by`) a check-in of the other one's."""
    lock(ritual.couple)
    if by and ritual.is_checkin:
        ritual = own_checkin.taken(ritual.couple, by) or ritual
    Ritual.objects.filter(pk=ritual.pk, retired_at=None).update(retired_at=clock.now())
    Nudge.objects.filter(ritual=ritual).update(next_at=None)
    live.announce(ritual.couple, "rituals", ritual.pk, only=ritual.person)
    return ritual


@transaction.atomic
def restore(ritual: Ritual) -> None:
    """Bring it back; a check-in only when no other has taken its place meanwhile."""
    lock(ritual.couple)
    others = Ritual.objects.for_couple(ritual.couple).living().filter(practice=Practice.CHECKIN)
    if ritual.person:
        others = others.visible_to(ritual.person)
    if ritual.is_checkin and others.exists():
        return
    ritual = _held(ritual)
    if ritual.retired_at:
        missed = ritual.next_start(ritual.retired_at, stored_zone(ritual.zone or "UTC"))
        _revise(ritual, anew=missed is not None and missed.at <= clock.now())
    ritual.retired_at = None
    ritual.save(update_fields=["retired_at", *REVISED])
    _reschedule(ritual)


@transaction.atomic
def came_back(person: Person, practice: str, *, on: date | None = None) -> None:
    """Somebody has done a practice, or said not tonight: nudges that had become rarer come as usual again.

    `on` is the evening it was for, by default today's; only that evening's ring counts as answered ahead. The practice
    calls this in its own transaction. Nobody is told, and how long it was is not kept.
    """
    evening = on or clock.today(person)
    for nudge in _held_nudges(Nudge.objects.filter(person=person, ritual__practice=practice)):
        before = nudge.next_at, nudge.unanswered
        _hurry(nudge)
        is_ahead = nudge.next_at is not None and nudge.next_at.astimezone(person.tzinfo).date() == evening
        nudge.unanswered = AHEAD_OF_IT if is_ahead else 0
        if (nudge.next_at, nudge.unanswered) != before:
            nudge.save(update_fields=["next_at", "unanswered"])


@transaction.atomic
def begin_afresh(person: Person) -> None:
    """What they let pass they have not seen: follows their mailbox being found not to exist."""
    for nudge in _held_nudges(Nudge.objects.filter(person=person, unanswered__gt=0)):
        _hurry(nudge)
        nudge.unanswered = 0
        nudge.save(update_fields=["next_at", "unanswered"])


def _held_nudges(nudges: QuerySet[Nudge]) -> QuerySet[Nudge]:
    return nudges.filter(next_at__isnull=False).select_for_update(of=("self",)).select_related("ritual")


def _hurry(nudge: Nudge) -> None:
    """One that had slowed down rings at its next time."""
    if nudge.unanswered >= SLOWER:
        following = nudge.ritual.next_start(clock.now(), stored_zone(nudge.zone))
        nudge.next_at = following.at if following else None


@transaction.atomic
def enroll(couple: Couple, _joined: Person) -> None:
    """Nudges for everybody who is in the couple now: follows somebody joining."""
    schedule(Ritual.objects.for_couple(couple).living(), members(couple))


@transaction.atomic
def follow_clock(person: Person) -> None:
    """Work out this person's next times anew where they go by their own clock (T1): follows a change of zone."""
    mine = Membership.objects.current().filter(person=person).values("couple_id")
    schedule(Ritual.objects.filter(couple_id__in=mine).living().visible_to(person).by_each_clock(), [person])


def _held(ritual: Ritual) -> Ritual:
    """As it is now, and so until the transaction ends."""
    lock(ritual.couple)
    return Ritual.objects.select_related("couple").get(pk=ritual.pk)


def _saved(ritual: Ritual) -> Ritual:
    ritual.save()
    _reschedule(ritual)
    return ritual


def _revise(ritual: Ritual, *, anew: bool = False) -> Ritual:
    """Counts a change that calendars will show, on a locked row, so that two changes are two steps.

    `anew`: its times were others until now.
    """
    ritual.sequence, ritual.revised_at = ritual.sequence + 1, max(ritual.revised_at, clock.now())
    if anew:
        ritual.stands_since = clock.now()
    return ritual


def _set(ritual: Ritual, by: Person) -> Ritual:
    """Its times are this person's choice; the other one is told (rituals/told/times.py)."""
    ritual.set_by, ritual.fine_at = by, None
    ritual.set_at = ritual.created_at if ritual._state.adding else clock.now()
    return ritual


def _reschedule(ritual: Ritual) -> None:
    schedule([ritual], members(ritual.couple))
    live.announce(ritual.couple, "rituals", ritual.pk, only=ritual.person)


def _change_one(ritual: Ritual, on: date, by: Person, *, to: datetime | None) -> None:
    if not ritual.rule.falls_on(on):
        raise NoSuchOccurrence
    moved = {"to_on": to and to.date(), "to_at": to and to.time()}
    told = {"made_by": by, "made_at": clock.now(), "fine_at": None}
    OccurrenceChange.objects.update_or_create(ritual=ritual, on=on, defaults=moved | told)
    _revise(ritual).save(update_fields=REVISED)
    _reschedule(ritual)
