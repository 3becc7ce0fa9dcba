"""Who is rung for, by which clock, how often, and whom a broken row does not hold up."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
import time_machine

from couples import clock
from couples.accounts.models import Person
from couples.accounts.services import go_by
from couples.outbox.models import Message
from couples.space import services as space
from couples.space.models import Couple, Membership
from rituals import services
from rituals.cadence import Changes, Occurrence, Rule, next_start
from rituals.models import Nudge
from rituals.nudges import engine
from rituals.nudges.engine import ring
from tests.factories import PersonFactory, make_couple
from tests.rituals.conftest import checkin_at, rung, time_together, utc

pytestmark = pytest.mark.django_db

MORNING = utc("2026-11-23T06:00")


@pytest.fixture(autouse=True)
def one_morning() -> Iterator[None]:
    with time_machine.travel(MORNING, tick=False):
        yield


def ring_every_quarter_hour(start: str, hours: int) -> None:
    for quarter in range(hours * 4 + 1):
        ring(utc(start) + timedelta(minutes=15) * quarter)


def test_the_check_in_rings_for_each_by_their_own_clock(couple: Couple, ada: Person, knocks: list[UUID]) -> None:
    checkin_at(couple, ada, "20:30")
    assert ring(utc("2026-11-23T19:29:59")) == 0
    assert ring(utc("2026-11-23T19:30")) == 1
    assert ring(utc("2026-11-24T01:30")) == 1
    assert rung() == [("Ada", "2026-11-23 19:30", "pending"), ("Ben", "2026-11-24 01:30", "pending")]
    assert sorted(knocks) == sorted(Message.objects.values_list("pk", flat=True))


def test_a_time_together_rings_for_both_at_one_moment(couple: Couple, ada: Person) -> None:
    time_together(couple, ada, "19:00", zone="Asia/Kathmandu")
    assert ring(utc("2026-11-23T13:15")) == 2
    assert rung() == [("Ada", "2026-11-23 13:15", "pending"), ("Ben", "2026-11-23 13:15", "pending")]


def test_each_date_rings_once_however_often_it_is_asked(couple: Couple, ada: Person, ben: Person) -> None:
    checkin_at(couple, ada, "20:30", days=[0, 2])  # Mondays and Wednesdays
    ring_every_quarter_hour("2026-11-23T00:00", hours=24 * 8)
    assert [at for _, at, _ in rung(ada)] == ["2026-11-23 19:30", "2026-11-25 19:30", "2026-11-30 19:30"]
    assert [at for _, at, _ in rung(ben)] == ["2026-11-24 01:30", "2026-11-26 01:30"]


def test_a_wall_time_the_clocks_skip_rings_an_hour_on_that_day_only(couple: Couple, ada: Person) -> None:
    with time_machine.travel(utc("2027-03-26T12:00"), tick=False):
        checkin_at(couple, ada, "02:30")
    ring_every_quarter_hour("2027-03-26T12:00", hours=72)
    assert rung(ada) == [
        ("Ada", "2027-03-27 01:30", "pending"),
        ("Ada", "2027-03-28 01:30", "pending"),  # 03:30 in Berlin, where 02:30 was skipped
        ("Ada", "2027-03-29 00:30", "pending"),
    ]


def test_a_wall_time_that_comes_twice_rings_the_first_time(couple: Couple, ada: Person, ben: Person) -> None:
    with time_machine.travel(utc("2026-10-31T12:00"), tick=False):
        checkin_at(couple, ada, "01:30")
    ring_every_quarter_hour("2026-10-31T12:00", hours=36)
    assert rung(ben) == [("Ben", "2026-11-01 05:30", "pending")]


def test_after_three_days_away_one_is_left_and_the_older_are_gone(couple: Couple, ada: Person, ben: Person) -> None:
    checkin_at(couple, ada, "20:30")
    ring(utc("2026-11-26T20:00"))
    assert rung(ada) == [("Ada", "2026-11-26 19:30", "pending")]
    assert rung(ben) == [("Ben", "2026-11-26 01:30", "missed")]
    ring(utc("2026-11-26T20:00"))
    assert len(rung()) == 2
    assert set(Nudge.objects.values_list("next_at", flat=True)) == {utc("2026-11-27T19:30"), utc("2026-11-27T01:30")}


def test_what_is_older_than_two_hours_is_missed_and_nobody_is_woken_for_it(
    couple: Couple, ada: Person, knocks: list[UUID]
) -> None:
    checkin_at(couple, ada, "20:30", days=[0])
    assert ring(utc("2026-11-23T21:30")) == 0
    assert rung(ada) == [("Ada", "2026-11-23 19:30", "missed")]
    assert knocks == []
    ring(utc("2026-11-24T03:29:59"))
    assert [state for _, _, state in rung()] == ["missed", "pending"]


@pytest.mark.parametrize("step", [timedelta(hours=1), timedelta(days=1)])
def test_a_clock_set_back_or_ahead_never_rings_a_date_twice(couple: Couple, ada: Person, step: timedelta) -> None:
    checkin_at(couple, ada, "20:30")
    evening = utc("2026-11-23T19:30")
    for shift in (0, -1, 0, 1, 0, -1, 1, 2):
        ring(evening + step * shift)
    occurrences = list(Message.objects.filter(person=ada).values_list("occurrence", flat=True))
    assert len(occurrences) == len(set(occurrences))
    assert f"{Nudge.objects.get(person=ada).ritual_id}:{date(2026, 11, 23)}" in occurrences


def test_saving_a_time_again_after_it_has_rung_does_not_ring_again(couple: Couple, ada: Person) -> None:
    checkin_at(couple, ada, "20:30")
    ring(utc("2026-11-23T19:30"))
    with time_machine.travel(utc("2026-11-23T19:35"), tick=False):
        checkin_at(couple, ada, "21:00")  # later the same evening
        ring(utc("2026-11-23T20:00"))
    assert len(rung(ada)) == 1


def break_all_in(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(rule: Rule, after: datetime, local: ZoneInfo, changes: Changes) -> Occurrence | None:
        if local.key == zone:
            raise ValueError(zone)
        return next_start(rule, after, local, changes)

    monkeypatch.setattr(engine, "next_start", broken)


def test_one_broken_row_is_pushed_back_and_the_others_ring(
    couple: Couple, ada: Person, ben: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkin_at(couple, ada, "20:30")
    now = utc("2026-11-24T01:30")
    break_all_in(ada.zone, monkeypatch)
    assert ring(now) == 1
    assert rung() == [("Ben", "2026-11-24 01:30", "pending")]
    assert Nudge.objects.get(person=ada).next_at == now + engine.PUSH_BACK
    assert ring(now) == 0


def test_a_broken_row_that_was_mended_within_the_hour_still_rings(couple: Couple, ada: Person) -> None:
    checkin_at(couple, ada, "20:30")
    with pytest.MonkeyPatch.context() as patch:
        break_all_in(ada.zone, patch)
        ring(utc("2026-11-23T19:30"))
    ring(utc("2026-11-23T20:30"))
    assert rung(ada) == [("Ada", "2026-11-23 19:30", "pending")]


@pytest.mark.parametrize("left", ["Mars/Base", "../../etc/passwd"])
def test_whoever_lives_in_a_zone_that_has_left_the_zone_data_is_rung_for_by_utc(
    couple: Couple, ada: Person, left: str
) -> None:
    checkin_at(couple, ada, "20:30")
    Person.objects.filter(pk=ada.pk).update(zone=left)
    Nudge.objects.filter(person=ada).update(zone=left)
    ring_every_quarter_hour("2026-11-23T12:00", hours=36)
    assert [at for _, at, _ in rung(ada)] == ["2026-11-23 20:30", "2026-11-24 20:30"]


@pytest.mark.parametrize("off", [timedelta(hours=-1), timedelta(hours=1)])
def test_new_rules_of_a_zone_are_followed_without_losing_or_doubling_a_date(
    couple: Couple, ada: Person, off: timedelta
) -> None:
    checkin_at(couple, ada, "20:30")
    Nudge.objects.filter(person=ada).update(next_at=utc("2026-11-23T19:30") + off)  # by the rules of an older tzdata
    ring_every_quarter_hour("2026-11-23T12:00", hours=36)
    assert [at for _, at, _ in rung(ada)] == ["2026-11-23 19:30", "2026-11-24 19:30"]


def test_whoever_left_is_rung_for_no_more(couple: Couple, ada: Person, ben: Person) -> None:
    checkin_at(couple, ada, "20:30")
    Membership.objects.filter(person=ben).update(left_at=clock.now())
    ring(utc("2026-11-24T01:30"))
    assert {name for name, _, _ in rung()} == {"Ada"}
    assert Nudge.objects.get(person=ben).next_at is None


def test_what_was_retired_rings_no_more_even_if_a_time_were_left_over(couple: Couple, ada: Person) -> None:
    ritual = time_together(couple, ada, "19:00")
    services.retire(ritual)
    assert set(Nudge.objects.values_list("next_at", flat=True)) == {None}
    Nudge.objects.update(next_at=MORNING)
    assert ring(utc("2026-11-23T18:00")) == 0
    assert rung() == []
    assert set(Nudge.objects.values_list("next_at", flat=True)) == {None}


def test_a_move_is_followed_at_once_and_only_by_what_goes_by_each_ones_clock(
    couple: Couple, ada: Person, ben: Person
) -> None:
    own, shared = checkin_at(couple, ada, "20:30"), time_together(couple, ada, "19:00")
    go_by(ada, zone="Asia/Tokyo")
    at = {(n.person_id, n.ritual_id): n.next_at for n in Nudge.objects.all()}
    assert at[ada.pk, own.pk] == utc("2026-11-23T11:30")
    assert Nudge.objects.get(person=ben, ritual__practice="checkins").next_at == utc("2026-11-24T01:30")
    assert at[ada.pk, shared.pk] == at[ben.pk, shared.pk] == utc("2026-11-23T18:00")


def test_a_move_westwards_in_the_evening_does_not_ring_the_same_date_again(couple: Couple, ada: Person) -> None:
    checkin_at(couple, ada, "20:30")
    ring(utc("2026-11-23T19:30"))
    with time_machine.travel(utc("2026-11-23T20:00"), tick=False):
        go_by(ada, zone="America/New_York")
    ring(utc("2026-11-24T01:30"))
    assert len(rung(ada)) == 1
    ring(utc("2026-11-25T01:30"))
    assert [at for _, at, _ in rung(ada)] == ["2026-11-23 19:30", "2026-11-25 01:30"]


def test_who_joins_later_is_rung_for_from_then_on(ada: Person, ben: Person) -> None:
    couple = space.begin(by=ada, called="Ben")
    invitation = space.invite(couple, by=ada, email=ben.email)
    checkin_at(couple, ada, "20:30")
    time_together(couple, ada, "19:00")
    assert Nudge.objects.filter(person=ben).count() == 0
    space.join(invitation, by=ben)
    assert Nudge.objects.get(person=ben).next_at == utc("2026-11-23T18:00")  # the check-in is Ada's own


def test_more_than_a_batch_rings_in_one_go(monkeypatch: pytest.MonkeyPatch, knocks: list[UUID]) -> None:
    monkeypatch.setattr(engine, "BATCH", 4)
    for _ in range(5):
        first: Person = PersonFactory()
        checkin_at(make_couple(first, PersonFactory()), first, "20:30")
    assert ring(utc("2026-11-23T19:30")) == 10
    assert len(set(knocks)) == 10


def test_one_that_was_posted_before_holds_up_none_of_its_batch(couple: Couple, ada: Person, ben: Person) -> None:
    checkin_at(couple, ada, "20:30")
    evening = utc("2026-11-23T19:30")
    ring(evening)
    assert [who for who, _, _ in rung()] == ["Ada"]
    Nudge.objects.filter(person__in=[ada, ben]).update(next_at=evening, zone="Europe/Berlin")
    assert ring(evening) == 1  # his alone
    assert sorted(who for who, _, _ in rung()) == ["Ada", "Ben"]
    assert not Nudge.objects.filter(next_at__lte=evening).exists()
