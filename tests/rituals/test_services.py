"""Choosing, changing, stopping and bringing back: what holds afterwards, and what is never lost meanwhile."""

from collections.abc import Iterator
from datetime import time, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from couples import clock
from couples.accounts.models import Person
from couples.accounts.services import change_details, go_by
from couples.space import services as space
from couples.space.models import Couple, Membership
from rituals import services
from rituals.cadence import Rule
from rituals.models import Nudge, Practice, Ritual
from rituals.nudges.engine import ring
from tests.rituals.conftest import EVERY_DAY, checkin_at, rung, time_together, utc

pytestmark = pytest.mark.django_db

EVENING = utc("2026-11-23T19:30")  # 20:30 in Berlin, a Monday


@pytest.fixture(autouse=True)
def one_morning() -> Iterator[None]:
    with time_machine.travel(utc("2026-11-23T06:00"), tick=False):
        yield


def changed(ritual: Ritual, **changes: Any) -> Ritual:
    now: dict[str, Any] = {
        "by": ritual.created_by,
        "title": "Coffee",
        "zone": ritual.zone,
        "minutes": ritual.minutes,
        "rule": ritual.rule,
    }
    return services.change(ritual, **now | changes)


def test_each_has_one_check_in_and_choosing_again_changes_it(couple: Couple, ada: Person, ben: Person) -> None:
    first = checkin_at(couple, ada, "20:30")
    again = services.set_checkin(couple, by=ada, rule=Rule(time(21, 15), frozenset({0, 6})))
    assert again.pk == first.pk
    assert (again.at, again.days, again.created_by) == (time(21, 15), [0, 6], ada)
    assert Nudge.objects.get(person=ada).next_at == utc("2026-11-23T20:15")
    assert Nudge.objects.get(person=ben).next_at == utc("2026-11-24T01:30")


def test_the_database_itself_keeps_a_second_check_in_out(couple: Couple, ada: Person) -> None:
    checkin_at(couple, ada)
    with pytest.raises(IntegrityError), transaction.atomic():
        Ritual.objects.create(couple=couple, practice=Practice.CHECKIN, at=time(8), person=ada)
    Ritual.objects.create(couple=couple, practice=Practice.CHECKIN, at=time(8))
    with pytest.raises(IntegrityError), transaction.atomic():
        Ritual.objects.create(couple=couple, practice=Practice.CHECKIN, at=time(8))
    with pytest.raises(IntegrityError), transaction.atomic():
        Ritual.objects.create(couple=couple, practice=Practice.OWN, at=time(8), weekdays=0)


def test_a_title_is_encrypted_in_the_database(couple: Couple, ada: Person) -> None:
    time_together(couple, ada)
    row = Ritual.objects.values_list("title", flat=True).get()
    assert "Coffee" not in repr(row)
    assert Ritual.objects.get().title == "Coffee"


def test_what_is_stopped_can_be_brought_back(couple: Couple, ada: Person) -> None:
    ritual = time_together(couple, ada, "19:00")
    services.retire(ritual)
    assert not Ritual.objects.living().exists()
    services.restore(Ritual.objects.get())
    assert Ritual.objects.living().get() == ritual
    assert set(Nudge.objects.values_list("next_at", flat=True)) == {utc("2026-11-23T18:00")}


def test_an_old_check_in_does_not_come_back_beside_a_new_one(couple: Couple, ada: Person) -> None:
    old = checkin_at(couple, ada, "20:30")
    services.retire(old)
    new = checkin_at(couple, ada, "21:00")
    services.restore(old)
    assert new.pk != old.pk
    assert Ritual.objects.living().filter(person=ada).get() == new


def test_stopping_twice_keeps_the_first_moment(couple: Couple, ada: Person) -> None:
    ritual = checkin_at(couple, ada)
    services.retire(ritual)
    first = Ritual.objects.get(pk=ritual.pk).retired_at
    with time_machine.travel(clock.now() + timedelta(days=1)):
        services.retire(ritual)
    assert Ritual.objects.get(pk=ritual.pk).retired_at == first


def test_a_change_between_the_minute_and_the_ringing_does_not_lose_that_evening(couple: Couple, ada: Person) -> None:
    ritual = time_together(couple, ada, "20:30")
    with time_machine.travel(EVENING + timedelta(seconds=5), tick=False):
        changed(ritual, title="Tea")
        ring()
    assert [at for _, at, _ in rung(ada)] == ["2026-11-23 19:30"]


def test_one_who_joins_right_at_the_minute_does_not_cost_the_other_that_evening(ada: Person, ben: Person) -> None:
    couple = space.begin(by=ada, called="Ben")
    invitation = space.invite(couple, by=ada, email=ben.email)
    checkin_at(couple, ada, "20:30")
    with time_machine.travel(EVENING + timedelta(seconds=5), tick=False):
        space.join(invitation, by=ben)
        ring()
    assert rung() == [("Ada", "2026-11-23 19:30", "pending")]


def test_a_later_time_chosen_at_the_minute_rings_once_that_evening(couple: Couple, ada: Person) -> None:
    checkin_at(couple, ada, "20:30")
    with time_machine.travel(EVENING + timedelta(seconds=5), tick=False):
        checkin_at(couple, ada, "21:00")
    ring(EVENING + timedelta(seconds=15))
    assert rung(ada) == []
    ring(EVENING + timedelta(minutes=30))
    assert rung(ada) == [("Ada", "2026-11-23 20:00", "pending")]


def test_what_was_stopped_at_the_minute_does_not_ring_when_it_comes_back(couple: Couple, ada: Person) -> None:
    ritual = checkin_at(couple, ada, "20:30")
    services.retire(ritual)
    with time_machine.travel(EVENING + timedelta(minutes=5), tick=False):
        services.restore(ritual)
        ring()
    assert rung(ada) == []


def test_a_move_leaves_other_people_and_other_couples_alone(
    couple: Couple, ada: Person, ben: Person, stranger: Person
) -> None:
    theirs = Membership.objects.get(person=stranger).couple
    checkin_at(couple, ada)
    checkin_at(theirs, stranger)
    before = dict(Nudge.objects.exclude(person=ada).values_list("pk", "next_at"))
    go_by(ada, zone="Pacific/Auckland")
    assert dict(Nudge.objects.exclude(person=ada).values_list("pk", "next_at")) == before
    assert Nudge.objects.get(person=ada).zone == "Pacific/Auckland"


def test_a_new_name_without_a_move_touches_no_times(couple: Couple, ada: Person) -> None:
    checkin_at(couple, ada)
    Nudge.objects.update(next_at=EVENING)
    change_details(ada, name="Ada L.", shows_clock=False)
    assert set(Nudge.objects.values_list("next_at", flat=True)) == {EVENING}


def test_both_open_pages_are_told_of_a_change_and_nobody_of_a_move(
    couple: Couple,
    ada: Person,
    hints: list[tuple[str, dict[str, Any]]],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        ritual = time_together(couple, ada, days=EVERY_DAY)
    (channel, hint) = hints.pop()
    assert str(couple.pk) in channel
    assert hint == {"topic": "rituals", "id": str(ritual.pk), "rev": None}
    with django_capture_on_commit_callbacks(execute=True):
        go_by(ada, zone="Asia/Tokyo")
    assert hints == []
