"""A nudge at a minute to midnight, opened after it: the evening before is still there and says nothing of the other."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from couples.accounts.models import Person
from couples.space.models import Couple, Membership
from journal.checkins import services as checkins
from journal.checkins.models import CheckIn
from journal.questions import services as questions
from journal.questions.suggesting import id_on
from rituals import services as rituals
from rituals.cadence import Rule
from tests.pages import words_of

pytestmark = pytest.mark.django_db

TODAY = reverse("today:home")
ON = date(2026, 11, 22)
PAGE = reverse("checkins:day", args=[ON])
ASKED = reverse("questions:last-night")


def berlin(at: str, day: int = 23) -> datetime:
    return datetime(2026, 11, day, tzinfo=UTC) + timedelta(hours=int(at[:2]) - 1, minutes=int(at[3:]))


@pytest.fixture(autouse=True)
def after_midnight(couple: Couple, ben: Person) -> Any:
    Person.objects.filter(pk=ben.pk).update(zone="Europe/Berlin")
    ben.refresh_from_db()
    Membership.objects.update(joined_at=berlin("12:00", 1))
    Couple.objects.update(created_at=berlin("12:00", 1))
    couple.refresh_from_db()
    with time_machine.travel(berlin("00:03"), tick=False) as clock:
        yield clock


def seal(couple: Couple, person: Person, on: date = ON) -> CheckIn:
    return checkins.seal(couple, by=person, on=on, values={"line": f"CANARY {person.name}"})


@pytest.mark.parametrize(("at", "offered"), [("00:00", True), ("08:00", True), ("11:59", True), ("12:00", False)])
def test_until_noon_today_holds_the_evening_before_out(
    ada_client: Client, after_midnight: Any, at: str, offered: bool
) -> None:
    after_midnight.move_to(berlin(at))
    page = words_of(ada_client.get(TODAY))
    assert (PAGE in page) == (ASKED in page) == offered


def test_two_who_answer_on_either_side_of_midnight_meet(
    couple: Couple, ada: Person, ben: Person, ada_client: Client, after_midnight: Any
) -> None:
    after_midnight.move_to(berlin("23:58", 22))
    seal(couple, ben)
    after_midnight.move_to(berlin("00:03"))
    assert PAGE in words_of(ada_client.get(TODAY))
    assert "How were you that day?" in words_of(ada_client.get(PAGE))
    ada_client.post(reverse("checkins:seal", args=[ON]), {"line": "CANARY Ada"})
    assert CheckIn.objects.filter(on=ON).opened().count() == 2
    assert "CANARY Ben" in words_of(ada_client.get(PAGE))


def test_what_opened_overnight_is_said_in_the_morning(
    couple: Couple, ada: Person, ben: Person, ada_client: Client, ben_client: Client, after_midnight: Any
) -> None:
    after_midnight.move_to(berlin("22:00", 22))
    seal(couple, ada)
    after_midnight.move_to(berlin("00:03"))
    assert PAGE not in words_of(ada_client.get(TODAY))  # sealed: nothing left to do
    seal(couple, ben)
    for client in (ada_client, ben_client):
        assert "You both said something last night." in words_of(client.get(TODAY))
    after_midnight.move_to(berlin("12:00"))
    assert "You both said something last night." not in words_of(ada_client.get(TODAY))


def test_what_both_read_the_same_evening_is_not_said_again(
    couple: Couple, ada: Person, ben: Person, ada_client: Client, after_midnight: Any
) -> None:
    after_midnight.move_to(berlin("22:00", 22))
    seal(couple, ada)
    seal(couple, ben)
    after_midnight.move_to(berlin("08:00"))
    assert PAGE not in words_of(ada_client.get(TODAY))


@pytest.mark.parametrize("taken_off", [False, True])
def test_who_took_the_evening_off_is_left_in_peace(
    couple: Couple, ada: Person, ada_client: Client, taken_off: bool
) -> None:
    checkins.save_draft(couple, by=ada, on=ON, values={"line": "CANARY begun"})
    if taken_off:
        checkins.pass_for_tonight(couple, by=ada, on=ON)
    page = words_of(ada_client.get(TODAY))
    assert (PAGE in page) != taken_off
    assert "CANARY" not in page


def test_the_question_goes_by_ones_own_answer(
    couple: Couple, ada: Person, ben: Person, ada_client: Client, after_midnight: Any
) -> None:
    after_midnight.move_to(berlin("23:50", 22))
    questions.give(couple, by=ben, id=id_on(couple, ON), text="CANARY Ben")
    after_midnight.move_to(berlin("00:03"))
    page = words_of(ada_client.get(ASKED))
    assert str(id_on(couple, ON)) in page
    assert "CANARY" not in page
    questions.give(couple, by=ada, id=id_on(couple, ON), text="CANARY Ada")
    page = words_of(ada_client.get(TODAY))
    assert ASKED not in page
    assert "You have both answered last night’s question." in page
    after_midnight.move_to(berlin("12:00"))
    assert "last night’s question" not in words_of(ada_client.get(TODAY))


@pytest.mark.parametrize("act", [questions.set_aside, questions.give])
def test_a_question_that_is_answered_or_set_aside_is_not_held_out(
    couple: Couple, ada: Person, ada_client: Client, act: Any
) -> None:
    act(couple, by=ada, id=id_on(couple, ON), text="CANARY")
    assert ASKED not in words_of(ada_client.get(TODAY))


def test_who_came_this_morning_has_no_evening_before(couple: Couple, ben: Person, ada_client: Client) -> None:
    Membership.objects.filter(person=ben).update(joined_at=berlin("00:01"))
    page = words_of(ada_client.get(TODAY))
    assert PAGE not in page
    assert ASKED not in page


# -- what the other has done ------------------------------------------------------------------------------------------


def nothing(couple: Couple, person: Person) -> None:
    pass


def begin(couple: Couple, person: Person) -> None:
    checkins.save_draft(couple, by=person, on=ON, values={"line": "CANARY"})
    questions.save_draft(couple, by=person, id=id_on(couple, ON), text="CANARY")


def give(couple: Couple, person: Person) -> None:
    seal(couple, person)
    questions.give(couple, by=person, id=id_on(couple, ON), text="CANARY")


def take_off(couple: Couple, person: Person) -> None:
    checkins.pass_for_tonight(couple, by=person, on=ON, values={"line": "CANARY"})
    questions.set_aside(couple, by=person, id=id_on(couple, ON), text="CANARY")


@pytest.mark.parametrize("mine", [nothing, begin, take_off])
@pytest.mark.parametrize("theirs", [begin, give, take_off])
@pytest.mark.parametrize("at", ["00:03", "09:00", "13:00"])
def test_nobody_can_tell_from_it_what_the_other_did(
    couple: Couple,
    ada: Person,
    ben: Person,
    ada_client: Client,
    after_midnight: Any,
    mine: Callable[..., None],
    theirs: Callable[..., None],
    at: str,
) -> None:
    questions.give_feedback(couple, by=ada, prompt=questions._own(couple, ben, id_on(couple, ON)).prompt, how="")
    mine(couple, ada)
    after_midnight.move_to(berlin(at))
    pages = (TODAY, PAGE, ASKED, reverse("checkins:start"), reverse("questions:start"))

    def seen() -> list[str]:
        return [re.sub(r"\b[A-Za-z0-9]{64}\b", "", words_of(ada_client.get(page))) for page in pages]

    before = seen()
    theirs(couple, ben)
    assert seen() == before
    assert not any("CANARY" in page for page in seen()) or mine is not nothing


# -- what it costs ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("both_rhythms", [False, True])
def test_a_morning_costs_today_no_query_more_than_an_evening(
    couple: Couple, ada: Person, ben: Person, ada_client: Client, after_midnight: Any, both_rhythms: bool
) -> None:
    if both_rhythms:
        rituals.set_checkin(couple, by=ada, rule=Rule(time(23, 59)))
        rituals.add(couple, by=ada, title="Walk", rule=Rule(time(9), frozenset({1})), zone="Europe/Berlin", minutes=30)
    counts = []
    for at in ("20:00", "09:00"):
        after_midnight.move_to(berlin(at))
        ada_client.get(TODAY)
        with CaptureQueriesContext(connection) as asked:
            ada_client.get(TODAY)
        counts.append(len(asked))
    assert max(counts) <= 8
    assert counts == [8, 8] if both_rhythms else counts[0] <= counts[1]
