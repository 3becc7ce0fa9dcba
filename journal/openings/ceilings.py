"""How deep prompts may go: each says so alone, the lower of the two counts, and only from the next day on."""

from datetime import date, timedelta

from django.db import transaction

from couples import clock, live
from couples.accounts.models import Person
from couples.space.models import Couple
from journal.entries import lock
from journal.openings.draw import day_of
from journal.openings.models import Depth, OpeningDepth

LOWEST = Depth.LIGHT


@transaction.atomic
def choose(couple: Couple, *, by: Person, depth: Depth) -> None:
    """From tomorrow on. Up and down within a day leaves what counted when it began."""
    lock(couple)
    today = day_of(clock.now())
    ceiling = OpeningDepth.objects.for_couple(couple).filter(person=by).first() or OpeningDepth(
        couple=couple, person=by
    )
    before = counted(ceiling, today)
    ceiling.choice = {"now": int(depth), "from": str(today + timedelta(days=1)), "before": before}
    ceiling.save()
    live.announce(couple, "openings-depth", only=by)


def chosen(couple: Couple, person: Person) -> Depth:
    """For this person's own eyes."""
    ceiling = OpeningDepth.objects.for_couple(couple).filter(person=person).first()
    return Depth(ceiling.choice["now"]) if ceiling else LOWEST


def shared(couple: Couple, *people: Person | None, day: date) -> int:
    """The lower of the two; the lowest while one of them never chose, or is not here yet. One query."""
    found = OpeningDepth.objects.for_couple(couple).filter(person__in=[person for person in people if person])
    each = [counted(ceiling, day) for ceiling in found]
    return min(each) if len(each) == 2 else int(LOWEST)


def counted(ceiling: OpeningDepth, day: date) -> int:
    choice = ceiling.choice
    if not choice:
        return int(LOWEST)
    return int(choice["now"] if day >= date.fromisoformat(choice["from"]) else choice["before"])
