"""How deep the beginnings offered to a couple may go (`journal.depth`). A choice counts from the next day on."""

from datetime import date, timedelta

from django.db import transaction

from couples import clock, live
from couples.accounts.models import Person
from couples.space.models import Couple
from journal.depth import Depth, lower_of_two, preference
from journal.entries import lock
from journal.openings.draw import day_of
from journal.openings.models import OpeningDepth

UNSAID = Depth.LIGHT


@transaction.atomic
def choose(couple: Couple, *, by: Person, depth: Depth) -> None:
    """From tomorrow on. Up and down within a day leaves what counted when it began."""
    lock(couple)
    today = day_of(clock.now())
    mine = preference(OpeningDepth, couple, by) or OpeningDepth(couple=couple, person=by)
    before = counted(mine, today)
    mine.choice = {"now": int(depth), "from": str(today + timedelta(days=1)), "before": before}
    mine.save()
    live.announce(couple, "openings-depth", only=by)


def chosen(couple: Couple, person: Person) -> Depth:
    """For this person's own eyes."""
    mine = preference(OpeningDepth, couple, person)
    return Depth(mine.choice["now"]) if mine else UNSAID


def shared(couple: Couple, *people: Person | None, day: date) -> int:
    """The lower of the two on that day. One query."""
    found = OpeningDepth.objects.for_couple(couple).filter(person__in=[person for person in people if person])
    return lower_of_two([counted(each, day) for each in found], unsaid=UNSAID)


def counted(preference: OpeningDepth, day: date) -> int:
    choice = preference.choice
    if not choice:
        return int(UNSAID)
    return int(choice["now"] if day >= date.fromisoformat(choice["from"]) else choice["before"])
