"""A month's opened evenings, week by week. What was not opened is simply not there: a gap is not a failure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from couples.space.models import Membership
from journal.checkins.cards import Card, side_by_side
from journal.checkins.models import CheckIn


@dataclass(frozen=True, slots=True)
class Evening:
    on: date
    cards: list[Card]


@dataclass(frozen=True, slots=True)
class Week:
    """`begins_on` is its Monday."""

    begins_on: date
    evenings: list[Evening]


def evenings_of(checkins: Iterable[CheckIn], people: Sequence[Membership], *, today: date) -> list[Evening]:
    """Of check-ins that are sorted by day."""
    by_date = groupby(checkins, lambda checkin: checkin.on)
    return [Evening(on, side_by_side(people, each, today=today)) for on, each in by_date]


def by_week(evenings: Iterable[Evening]) -> list[Week]:
    weeks = groupby(evenings, lambda evening: evening.on - timedelta(days=evening.on.weekday()))
    return [Week(monday, list(each)) for monday, each in weeks]
