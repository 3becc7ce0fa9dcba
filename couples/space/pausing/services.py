"""Rest from nudges, alone or together. Nudges that fall into it are dropped and do not come later."""

from collections.abc import Collection, Iterable
from datetime import MAXYEAR, date
from typing import Any
from uuid import UUID

from django.db import transaction

from couples import clock, live
from couples.accounts.models import Person
from couples.array_lookup import InArray
from couples.space.lock import hold
from couples.space.models import Couple, Membership
from couples.space.pausing.models import Holiday, Pause

#: The day after which an open-ended pause is over.
NEVER = date(MAXYEAR, 12, 31)


@transaction.atomic
def pause(person: Person, *, back_on: date | None) -> None:
    """No nudges for this person until that day by their own clock, or until they say otherwise. Nobody is told (P2)."""
    Pause.objects.update_or_create(person=person, defaults={"back_on": back_on, "began_at": clock.now()})


def resume(person: Person) -> None:
    Pause.objects.filter(person=person).delete()


def pause_of(person: Person) -> Pause | None:
    """The one that is on."""
    found = Pause.objects.filter(person=person).select_related("person").first()
    return found if found and found.is_on else None


@transaction.atomic
def begin_holiday(couple: Couple, *, by: Person, back_on: date) -> None:
    """For both, until that day by each one's own clock. Again, with another day, moves its end alone."""
    hold(couple)
    values: dict[str, Any] = {"back_on": back_on, "set_by": by, "ended_at": None}
    on = Holiday.objects.for_couple(couple).not_ended().first()
    if on is None or not on.is_on_for(by):
        values["set_at"] = clock.now()
    Holiday.objects.update_or_create(couple=couple, defaults=values)
    live.announce(couple, "rituals")


@transaction.atomic
def end_holiday(couple: Couple) -> None:
    """Either may, whoever began it. Ending it twice ends it once."""
    hold(couple)
    if Holiday.objects.for_couple(couple).not_ended().update(ended_at=clock.now()):
        live.announce(couple, "rituals")


@transaction.atomic
def return_to_holiday(couple: Couple) -> None:
    """The way back from ending it."""
    hold(couple)
    if Holiday.objects.for_couple(couple).exclude(ended_at=None).update(ended_at=None):
        live.announce(couple, "rituals")


def is_reachable(person: Person, couple_id: UUID) -> bool:
    """Whether this person still is in that couple, and neither rests alone nor both together. One query."""
    asked = ("person__pause", "person__pause__back_on", "couple__holiday__ended_at", "couple__holiday__back_on")
    found = Membership.objects.current().filter(person=person, couple=couple_id).values_list(*asked).first()
    if found is None:
        return False
    paused, paused_until, ended_at, away_until = found
    today = clock.today(person)
    is_away = away_until and ended_at is None and today < away_until
    return not is_away and not (paused and today < (paused_until or NEVER))


def resting(people: Collection[UUID], couples: Iterable[UUID]) -> dict[UUID, date]:
    """Of these people, those with a pause or a holiday, and the day on which each is back.

    The day is by their own calendar and may have come already. Two queries, however many people are asked about.
    """
    back: dict[UUID, date] = {}
    for person, day in Pause.objects.filter(InArray("person", people)).values_list("person", "back_on"):
        back[person] = day or NEVER
    holidays = Holiday.objects.not_ended().filter(InArray("couple", list(couples)), couple__memberships__left_at=None)
    for person, day in holidays.values_list("couple__memberships__person", "back_on"):
        if person in people:
            back[person] = max(day, back.get(person, day))
    return back
