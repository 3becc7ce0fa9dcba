"""Nudges due by the same hour, zone and rule are rung for as one, and each still for whom it is about and no other."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from couples import clock
from couples.accounts.models import Person
from couples.outbox.models import Message
from couples.outbox.services import mute
from couples.space.models import Membership
from couples.space.pausing import services as pausing
from rituals import services
from rituals.models import Nudge, Ritual
from rituals.nudges.engine import ring
from tests.factories import PersonFactory, make_couple
from tests.rituals.conftest import checkin_at, time_together, utc

pytestmark = pytest.mark.django_db

SUNDAY = date(2026, 11, 29)
EVENING = utc("2026-11-29T18:00")
A_WEEK = timedelta(days=7)


@pytest.fixture(autouse=True)
def one_morning() -> Iterator[None]:
    with time_machine.travel(utc("2026-11-23T06:00"), tick=False):
        yield


def sundays() -> tuple[Person, Person, Ritual]:
    """Another two, with a time for each other at EVENING by the same rule as everybody here."""
    first: Person = PersonFactory()
    second: Person = PersonFactory()
    return first, second, time_together(make_couple(first, second), first, days=[6])


def rung_for() -> set[object]:
    return set(Message.objects.filter(kind="nudge").values_list("person", flat=True))


def next_at(person: Person) -> datetime | None:
    return Nudge.objects.get(person=person).next_at


def test_whoever_differs_from_those_who_share_their_rule_is_treated_as_themselves() -> None:
    pairs = [sundays() for _ in range(5)]
    (usual, other, ritual), (skips, _, skipped), (moves, _, moved), (rests, wakes, _), (left, stays, _) = pairs
    services.skip(skipped, on=SUNDAY, by=skips)
    services.move(moved, on=SUNDAY, to=datetime(2026, 12, 1, 20, 15), by=moves)  # noqa: DTZ001  wall time
    pausing.pause(rests, back_on=None)
    Membership.objects.filter(person=left).update(left_at=clock.now())
    Nudge.objects.update(next_at=EVENING)  # all of them are claimed together, whatever became of their date
    assert ring(EVENING) == 4
    assert rung_for() == {usual.pk, other.pk, wakes.pk, stays.pk}
    assert Message.objects.get(kind="nudge", person=usual).occurrence == f"{ritual.pk}:{SUNDAY}"
    assert next_at(usual) == next_at(rests) == next_at(skips) == EVENING + A_WEEK
    assert next_at(moves) == utc("2026-12-01T19:15")
    assert next_at(left) is None


def test_who_let_it_pass_slows_down_alone() -> None:
    pairs = []
    for _ in range(3):
        first: Person = PersonFactory()
        second: Person = PersonFactory()
        checkin_at(make_couple(first, second), first, "19:00")
        pairs.append((first, second))
    (passes, _), (muted, _), (answers, _) = pairs
    Nudge.objects.filter(person=passes).update(unanswered=2)
    mute(muted.pk, "nudge")
    ring(EVENING)
    assert next_at(passes) == EVENING + timedelta(days=2)
    assert next_at(answers) == next_at(muted) == EVENING + timedelta(days=1)
    counted = dict(Nudge.objects.values_list("person", "unanswered"))
    assert (counted[passes.pk], counted[answers.pk], counted[muted.pk]) == (3, 1, 0)


@pytest.mark.parametrize("couples", [1, 50])
def test_ringing_for_fifty_couples_asks_as_little_as_for_one(couples: int) -> None:
    for _ in range(couples):
        sundays()
    with CaptureQueriesContext(connection) as asked:
        assert ring(EVENING) == 2 * couples
    assert len(asked) == 6  # whether anybody is due; in a savepoint: how to look, the claim, the ring


def test_a_tick_that_finds_nobody_asks_one_question() -> None:
    sundays()
    with CaptureQueriesContext(connection) as asked:
        assert ring(EVENING - timedelta(seconds=1)) == 0
    assert len(asked) == 1
