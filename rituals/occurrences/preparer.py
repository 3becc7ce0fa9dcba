"""Who prepares: the two alternate, date by date. For a single date either can be named instead."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import takewhile
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from couples import clock, live
from couples.accounts.models import Person
from couples.space.lock import hold
from couples.space.models import Membership
from rituals.models import Preparation, Ritual

if TYPE_CHECKING:
    from rituals.cadence import Rule


def falls_to_first(rule: "Rule", begins_on: date, on: date) -> bool:
    """Whether the one who prepares on `begins_on` also does on `on`. A skipped date counts like any other."""
    return sum(1 for _ in takewhile(lambda day: day < on, rule.dates(begins_on))) % 2 == 0


def preparer_of(ritual: Ritual, on: date, people: Sequence[Membership]) -> Membership | None:
    """Who of the two prepares for this date; None when nobody does in particular."""
    if ritual.prepares_from is None or len(people) < 2:
        return None
    swapped: Mapping[date, UUID | None] = {each.on: each.person_id for each in ritual.preparations.all()}
    if on in swapped:
        return next((each for each in people if each.person_id == swapped[on]), None)
    first = next((each for each in people if each.person_id == ritual.prepares_first_id), people[0])
    other = next(each for each in people if each != first)
    return first if falls_to_first(ritual.rule, ritual.prepares_from, on) else other


@transaction.atomic
def alternate(ritual: Ritual, *, first: Person | None) -> None:
    """From the next date on the two prepare alternately, this person first; with None nobody in particular does."""
    hold(ritual.couple)
    begins_on = first and _next_date(ritual, first)
    Ritual.objects.filter(pk=ritual.pk).update(prepares_first=first, prepares_from=begins_on)
    ritual.preparations.all().delete()
    live.announce(ritual.couple, "rituals", ritual.pk)


def _next_date(ritual: Ritual, person: Person) -> date:
    following = ritual.next_start(clock.now(), ritual.clock_of(person))
    return following.on if following else clock.today(person)


@transaction.atomic
def prepare(ritual: Ritual, *, on: date, person: Person) -> None:
    """This once it is this person's. Saying it twice changes nothing more."""
    hold(ritual.couple)
    Preparation.objects.update_or_create(ritual=ritual, on=on, defaults={"person": person})
    live.announce(ritual.couple, "rituals", ritual.pk)
