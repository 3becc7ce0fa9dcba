"""Taking a break, and coming back from it. Talks and Today ask `current`; talks write after `insist_on_none`.

A break hides, locks and mutes nothing else, and counts nothing. It ends by itself when nobody comes back to it.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from couples import clock, live
from couples.accounts.models import Person
from couples.space.lock import hold
from couples.space.models import Couple, Membership
from journal.breaks.errors import MovedOn, NobodyToReturnTo, NotInADay, OnABreak
from journal.breaks.models import LONGEST, Break, Ending
from journal.breaks.stages import Action, actions_of

TOPIC = "breaks"
#: The relation that brings a couple's break along with it (couples/access.py).
BESIDE_COUPLE = "open_break"
BOTH = 2


def current(couple: Couple) -> Break | None:
    """The break this couple is on, the same for either reader; None once both are back or it rests.

    Costs no query for the couple of a request, one for any other.
    """
    found: Break | None = getattr(couple, BESIDE_COUPLE, None)
    return None if found is None or found.has_rested(clock.now()) else found


def insist_on_none(couple: Couple) -> None:
    """For what a break holds up, called under the couple's lock (`couples.space.lock.hold`). Raises OnABreak."""
    if (found := _open(couple)) and not found.has_rested(clock.now()):
        raise OnABreak


@transaction.atomic
def take(couple: Couple, *, by: Person, id: UUID, until_at: datetime) -> Break:
    """Both are on a break until then. The same `id` again is the same break.

    A break that is on already stays as it is: two asked for in the same second are one.
    """
    hold(couple)
    if sent_twice := Break.objects.for_couple(couple).filter(pk=id).first():
        return sent_twice
    if Membership.objects.current().filter(couple=couple).count() < BOTH:
        raise NobodyToReturnTo
    if found := _open(couple):
        if not found.has_rested(clock.now()):
            return found
        _end(found, Ending.RESTS, at=found.rests_at)
    _insist_on_a_day(until_at)
    taken = Break.objects.create(pk=id, couple=couple, open_for=couple, asked_by=by, until_at=until_at)
    live.announce(couple, TOPIC)
    return taken


@transaction.atomic
def ready(asked: Break, *, by: Person, seen: int) -> Break:
    """This one is back. It is over for both once the other says so too. Saying it twice says it once.

    `seen` is how many new times the page knew of. Raises MovedOn when it is asked something else by now.
    """
    found = _held(asked)
    if found.ready_by_id == by.pk or found.ending == Ending.BACK:
        return found
    _insist(found, Action.READY, by, seen)
    if found.ready_by_id is None:
        found.ready_by = by
        found.save(update_fields=["ready_by"])
    else:
        _end(found, Ending.BACK, at=clock.now())
    live.announce(found.couple, TOPIC)
    return found


@transaction.atomic
def choose_new_time(asked: Break, *, by: Person, seen: int, until_at: datetime) -> Break:
    """A later time for both, chosen by whoever is asked. They are the first to be asked then. Raises MovedOn."""
    found = _held(asked)
    _insist(found, Action.NEW_TIME, by, seen)
    _insist_on_a_day(until_at)
    found.asked_by, found.until_at, found.ready_by, found.rung_at = by, until_at, None, None
    found.new_times += 1
    found.save(update_fields=["asked_by", "until_at", "ready_by", "rung_at", "new_times"])
    live.announce(found.couple, TOPIC)
    return found


@transaction.atomic
def rest(asked: Break, *, by: Person, seen: int) -> Break:
    """Left for another day, without a reason. Twice is once. Raises MovedOn."""
    found = _held(asked)
    if found.ending == Ending.RESTS:
        return found
    _insist(found, Action.REST, by, seen)
    _end(found, Ending.RESTS, at=clock.now())
    live.announce(found.couple, TOPIC)
    return found


def close(couple: Couple) -> None:
    """Follows one of the two leaving: a break they are on ends without a word, and nobody is nudged.

    In the transaction that holds the couple's lock.
    """
    if found := _open(couple):
        _end(found, Ending.CLOSED, at=clock.now())


def _open(couple: Couple) -> Break | None:
    """As it is in the database at this moment, also one that nobody came back to."""
    return Break.objects.filter(open_for=couple.pk).first()


def _held(asked: Break) -> Break:
    """The row as it is, with its couple locked, so that two at once go one after the other."""
    couple = hold(asked.couple)
    found = Break.objects.select_for_update().get(pk=asked.pk)
    found.couple = couple
    return found


def _insist(found: Break, action: Action, by: Person, seen: int) -> None:
    if seen != found.new_times or action not in actions_of(found, by.pk, clock.now()):
        raise MovedOn


def _insist_on_a_day(until_at: datetime) -> None:
    now = clock.now()
    if not now < until_at <= now + LONGEST:
        raise NotInADay


def _end(found: Break, ending: Ending, *, at: datetime) -> None:
    found.open_for, found.ended_at, found.ending = None, at, ending
    found.save(update_fields=["open_for", "ended_at", "ending"])
