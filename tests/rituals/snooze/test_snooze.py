"""Later, please: once, for oneself alone, and not for what is done, stopped or paused by then."""

from datetime import date
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from couples import clock as now
from couples.accounts.models import Person
from couples.outbox.models import Message, State
from couples.outbox.services import mute
from couples.space.models import Couple, Membership
from couples.space.pausing import services as pausing
from journal.checkins import services as checkins
from rituals import services
from rituals.cadence import Rule
from rituals.errors import NothingToPutOff
from rituals.models import Ritual
from rituals.nudges.engine import ring
from rituals.nudges.mail import KIND
from rituals.snooze import services as snooze
from rituals.snooze.services import in_hand, put_off, take_up
from tests.rituals.conftest import EVENING, ON, later, rung, time_together, utc

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def choices(person: Person, ritual: Ritual) -> list[str]:
    found = in_hand(person, [ritual.pk])
    return [until.value for until, _ in found.choices] if found else []


# -- when -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("until", "at"),
    [("hour", "2026-11-23 19:00"), ("tonight", "2026-11-23 20:00"), ("tomorrow", "2026-11-24 18:00")],
)
def test_it_rings_once_more_at_the_time_chosen(
    ada: Person, weekly: Ritual, clock: Any, mailoutbox: list[EmailMessage], until: str, at: str
) -> None:
    mailoutbox.clear()
    put_off(weekly, by=ada, until=until)
    assert rung(ada) == [("Ada", "2026-11-23 18:00", "sent"), ("Ada", at, "pending")]
    later(clock, at.replace(" ", "T"))
    assert rung(ada)[1] == ("Ada", at, "sent")
    assert [mail.to for mail in mailoutbox] == [["ada@example.org"]]


def test_by_ones_own_clock(ben: Person, weekly: Ritual) -> None:
    """It is one in the afternoon where Ben is: tonight at nine is there, and tomorrow at one."""
    assert f"{put_off(weekly, by=ben, until='tonight'):%d %H:%M}" == "24 02:00"
    assert f"{put_off(weekly, by=ben, until='tomorrow'):%d %H:%M}" == "24 18:00"


@pytest.mark.parametrize(("at", "offered"), [("19:29:59", True), ("19:30", False), ("20:10", False)])
def test_tonight_is_offered_until_half_past_eight(
    ada: Person, weekly: Ritual, clock: Any, at: str, offered: bool
) -> None:
    clock.move_to(utc(f"2026-11-23T{at}"))
    assert ("tonight" in choices(ada, weekly)) is offered


def test_a_week_is_offered_where_it_does_not_ring_by_itself_before(couple: Couple, ada: Person, weekly: Ritual) -> None:
    monthly = services.add(
        couple, by=ada, title="Talk", zone="Europe/Berlin", minutes=30, rule=Rule(weekly.at, monthday=23)
    )
    Message.objects.filter(person=ada, about=weekly.pk).update(about=monthly.pk, occurrence=f"{monthly.pk}:{ON}")
    assert choices(ada, monthly) == ["hour", "tonight", "tomorrow", "week"]


def test_tomorrow_is_not_offered_where_it_rings_by_itself(ada: Person, checkin: Ritual) -> None:
    assert choices(ada, checkin) == ["hour", "tonight"]


def test_tomorrow_keeps_the_wall_time_over_a_change_of_clocks(couple: Couple, ada: Person, clock: Any) -> None:
    clock.move_to(utc("2027-03-20T12:00"))
    ritual = time_together(couple, ada, "19:00", days=[5])
    clock.move_to(utc("2027-03-27T18:00"))
    ring(utc("2027-03-27T18:00"))
    assert f"{put_off(ritual, by=ada, until='tomorrow'):%d %H:%M}" == "28 17:00"  # 19:00 in summer time


def test_a_time_that_was_never_offered_is_refused(ada: Person, weekly: Ritual) -> None:
    for until in ("week", "year", ""):
        with pytest.raises(NothingToPutOff):
            put_off(weekly, by=ada, until=until)
    assert len(rung(ada)) == 1


def test_before_it_has_rung_and_the_day_after_there_is_nothing_to_put_off(
    ada: Person, weekly: Ritual, clock: Any
) -> None:
    for at, there in (("23T17:59", False), ("23T22:59", True), ("23T23:00", False)):  # midnight in Berlin
        clock.move_to(utc(f"2026-11-{at}"))
        assert bool(in_hand(ada, [weekly.pk])) is there


def test_past_midnight_it_is_in_hand_for_two_hours(couple: Couple, ada: Person, clock: Any) -> None:
    ritual = time_together(couple, ada, "23:30", days=[0])
    ring(utc("2026-11-23T22:30"))
    for at, there in (("24T00:29", True), ("24T00:30", False)):
        clock.move_to(utc(f"2026-11-{at}"))
        assert bool(in_hand(ada, [ritual.pk])) is there


# -- once -------------------------------------------------------------------------------------------------------------


def test_pressing_twice_or_choosing_again_leaves_one(ada: Person, weekly: Ritual, clock: Any) -> None:
    for _ in range(2):
        put_off(weekly, by=ada, until="hour")
    clock.shift(90)  # a slow second press, in the next minute
    put_off(weekly, by=ada, until="hour")
    assert [at for _, at, _ in rung(ada)] == ["2026-11-23 18:00", "2026-11-23 19:01"]
    put_off(weekly, by=ada, until="tomorrow")
    assert [at for _, at, _ in rung(ada)] == ["2026-11-23 18:00", "2026-11-24 18:00"]


def test_what_was_put_off_can_be_put_off_again(ada: Person, weekly: Ritual, clock: Any) -> None:
    put_off(weekly, by=ada, until="hour")
    later(clock, "2026-11-23T19:00")
    put_off(weekly, by=ada, until="tomorrow")
    assert rung(ada)[1:] == [("Ada", "2026-11-23 19:00", "sent"), ("Ada", "2026-11-24 19:00", "pending")]


def test_taken_up_again_it_does_not_ring_and_can_be_put_off_anew(ada: Person, weekly: Ritual) -> None:
    put_off(weekly, by=ada, until="tonight")
    take_up(weekly, by=ada)
    assert len(rung(ada)) == 1
    put_off(weekly, by=ada, until="tonight")
    assert rung(ada)[1] == ("Ada", "2026-11-23 20:00", "pending")


def test_what_has_not_left_yet_is_put_off_too(couple: Couple, ada: Person, ben: Person, clock: Any) -> None:
    ritual = time_together(couple, ada, "19:00", days=[0])
    clock.move_to(EVENING)
    ring(EVENING)
    put_off(ritual, by=ada, until="hour")
    assert rung() == [
        ("Ada", "2026-11-23 18:00", "cancelled"),
        ("Ben", "2026-11-23 18:00", "pending"),
        ("Ada", "2026-11-23 19:00", "pending"),
    ]


def test_its_own_next_ring_is_as_it_was(ada: Person, weekly: Ritual, clock: Any) -> None:
    put_off(weekly, by=ada, until="tomorrow")
    clock.move_to(utc("2026-11-30T18:00"))
    ring(utc("2026-11-30T18:00"))
    assert rung(ada)[-1] == ("Ada", "2026-11-30 18:00", "pending")


# -- no longer wanted -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("answer", [checkins.seal, checkins.pass_for_tonight])
def test_what_is_done_by_then_does_not_ring_again(
    couple: Couple, ada: Person, checkin: Ritual, clock: Any, answer: Any
) -> None:
    put_off(checkin, by=ada, until="hour")
    answer(couple, by=ada, on=ON, values={"line": "Here."})
    later(clock, "2026-11-23T19:00")
    assert rung(ada)[1] == ("Ada", "2026-11-23 19:00", "cancelled")


def test_what_is_done_already_cannot_be_put_off(couple: Couple, ada: Person, checkin: Ritual) -> None:
    checkins.seal(couple, by=ada, on=ON, values={"line": "Here."})
    with pytest.raises(NothingToPutOff):
        put_off(checkin, by=ada, until="hour")


def test_paused_stopped_skipped_or_muted_by_then_it_does_not_ring(
    couple: Couple, ada: Person, weekly: Ritual, clock: Any
) -> None:
    def leave() -> None:
        Membership.objects.filter(person=ada).update(left_at=now.now())

    endings = [
        lambda: pausing.pause(ada, back_on=None),
        lambda: pausing.begin_holiday(couple, by=ada, back_on=date(2026, 11, 25)),
        lambda: services.retire(weekly),
        lambda: services.skip(weekly, on=ON, by=ada),
        lambda: mute(ada.pk, KIND),
        leave,
    ]
    for end in endings:
        with transaction.atomic():
            clock.move_to(EVENING)
            put_off(weekly, by=ada, until="hour")
            clock.shift(60)
            end()
            later(clock, "2026-11-23T19:00")
            assert rung(ada)[1] == ("Ada", "2026-11-23 19:00", "cancelled"), end
            transaction.set_rollback(True)


def test_what_was_skipped_after_it_rang_cannot_be_put_off(ada: Person, weekly: Ritual, clock: Any) -> None:
    clock.shift(60)
    services.skip(weekly, on=ON, by=ada)
    with pytest.raises(NothingToPutOff):
        put_off(weekly, by=ada, until="hour")


def test_later_than_its_grace_it_is_missed_like_any_other(ada: Person, weekly: Ritual, clock: Any) -> None:
    put_off(weekly, by=ada, until="hour")
    later(clock, "2026-11-23T21:00")
    assert rung(ada)[1] == ("Ada", "2026-11-23 19:00", "missed")


def test_what_is_in_hand_is_one_query_however_much_has_rung(couple: Couple, ada: Person, weekly: Ritual) -> None:
    for day in range(1, 50):
        Message.objects.create(
            kind=KIND, person=ada, about=weekly.pk, occurrence=f"{weekly.pk}:x{day}:{ON}", state=State.SENT
        )
    with CaptureQueriesContext(connection) as queries:
        assert snooze.in_hand(ada, [weekly.pk])
    assert len(queries) == 1
