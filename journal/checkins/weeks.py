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


def by_week(checkins: Iterable[CheckIn], people: Sequence[Membership], *, today: date) -> list[Week]:
    """Newest first."""
    newest_first = sorted(checkins, key=lambda checkin: checkin.on, reverse=True)
    by_date = groupby(newest_first, lambda one: one.on)
    evenings = [Evening(on, side_by_side(people, each, today=today)) for on, each in by_date]
    weeks = groupby(evenings, lambda evening: evening.on - timedelta(days=evening.on.weekday()))
    return [Week(monday, list(each)) for monday, each in weeks]
