"""Dice over zones, changes of clocks, downtime and clocks set wrong: each local date rings once, and never early."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate, pairwise
from random import Random

import pytest
import time_machine

from couples.accounts.models import Person
from couples.outbox.models import Message, State
from couples.space.models import Couple
from couples.zones import zone, zone_keys
from rituals import services
from rituals.cadence import Occurrence, Rule, instant
from rituals.models import Nudge, Ritual
from rituals.nudges.engine import GRACE, ring

pytestmark = pytest.mark.django_db

ZONES = sorted(zone_keys())
YEAR = [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=day) for day in range(365)]
A_WEEK = timedelta(days=7)


def before_a_change(dice: Random, key: str) -> datetime:
    """Up to two days before the zone changes its clocks, if it does that year."""
    offsets = [day.astimezone(zone(key)).utcoffset() for day in YEAR]
    changes = [day for day, (before, after) in zip(YEAR, pairwise(offsets), strict=False) if before != after]
    return dice.choice(changes or YEAR) - timedelta(hours=dice.randrange(48))


def thrown(dice: Random, couple: Couple, person: Person) -> Ritual:
    """Hours around midnight and around the usual changes come up more often than others."""
    at = time(dice.choice([0, 1, 2, 3, 23, dice.randrange(24)]), dice.choice([0, 15, 30, 45, 59]))
    return services.set_checkin(couple, by=person, rule=Rule(at, frozenset(dice.sample(range(7), dice.randint(1, 7)))))


def ring_for_a_week(dice: Random, start: datetime) -> list[datetime]:
    """At uneven times, hours apart now and then, by a clock that is sometimes wrong by up to a day. Gives the times."""
    asked, now = [start], start
    while now < start + A_WEEK:
        wrong = timedelta(hours=dice.choice([-24, -1, 1, 24])) if dice.random() < 0.1 else timedelta()
        asked.append(max(start, now + wrong))
        ring(asked[-1])
        Nudge.objects.update(unanswered=0)  # they do it each time: who lets it pass is rung less often (test_pace.py)
        now += timedelta(minutes=dice.choice([1, 10, 60, 179, 600]))
    return asked


def due_between(ritual: Ritual, key: str, after: datetime, now: datetime) -> list[Occurrence]:
    local = zone(key)
    first = after.astimezone(local).date() - timedelta(days=1)
    dates = [first + timedelta(days=day) for day in range((now - after).days + 4)]
    starts = [(on, instant(ritual.rule.at, local, on)) for on in dates if ritual.rule.falls_on(on)]
    return sorted(Occurrence(at, on) for on, at in starts if at and after < at <= now)


def expected(ritual: Ritual, key: str, asked: list[datetime]) -> dict[date, datetime]:
    """Of all that fell due since the latest time asked before, the last one: the others were slept through (T3)."""
    gaps = [due_between(ritual, key, before, now) for before, now in pairwise(accumulate(asked, max))]
    return {due[-1].on: due[-1].at for due in gaps if due}


@pytest.mark.parametrize("seed", range(40))
def test_each_date_rings_once_and_never_early(couple: Couple, ada: Person, seed: int) -> None:
    dice = Random(seed)
    key = dice.choice(ZONES)
    Person.objects.filter(pk=ada.pk).update(zone=key)
    start = before_a_change(dice, key)
    with time_machine.travel(start, tick=False):
        ritual = thrown(dice, couple, ada)
    asked = ring_for_a_week(dice, start)
    due = expected(ritual, key, asked)
    rows = {date.fromisoformat(row.occurrence[-10:]): row for row in Message.objects.filter(person=ada)}
    assert set(rows) == set(due)
    for on, row in rows.items():
        assert row.due_at == due[on] <= row.created_at
        assert row.expires_at == row.due_at + GRACE
        assert (row.state == State.MISSED) is (row.created_at - row.due_at >= GRACE)
