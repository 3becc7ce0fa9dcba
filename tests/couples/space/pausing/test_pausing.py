"""A pause of one's own is silent; a holiday is both's. Either ends by a date on each one's own calendar."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from couples.accounts.models import Person
from couples.live.hints import couple_channel
from couples.localized import day
from couples.outbox import delivery
from couples.outbox.models import State
from couples.outbox.services import post
from couples.space.models import Couple
from couples.space.pausing import services
from couples.space.pausing.models import Holiday, Pause
from couples.space.services import begin
from rituals import services as rituals
from rituals.cadence import Rule
from rituals.models import Nudge, Ritual
from rituals.nudges import engine
from rituals.nudges.engine import ring
from rituals.nudges.mail import KIND
from tests.factories import PersonFactory
from tests.pages import words_of
from tests.rituals.conftest import checkin_at, rung, time_together, utc

pytestmark = pytest.mark.django_db

MORNING = utc("2026-11-23T06:00")
PAGE = "/pause/"
SEEN_BY_BOTH = (PAGE, "/rituals/", "/today/", "/together/", "/you/", "/us/", "/check-in/")


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setattr(engine, "hand_over", lambda ids, **_: None)
    with time_machine.travel(MORNING, tick=False) as traveller:
        yield traveller


def ring_daily(clock: Any, until: str) -> None:
    """Every hour, as a beat would."""
    at = MORNING
    while at <= utc(until):
        clock.move_to(at)
        ring(at)
        at += timedelta(hours=1)


# -- what rings -------------------------------------------------------------------------------------------------------


def test_who_pauses_is_not_rung_and_the_other_is(couple: Couple, ada: Person, ben: Person, clock: Any) -> None:
    checkin_at(couple, ada, "20:00")
    services.pause(ada, back_on=date(2026, 11, 25))
    ring_daily(clock, "2026-11-26T02:00")
    assert rung(ada) == [("Ada", "2026-11-25 19:00", "pending")]
    assert [at for _, at, _ in rung(ben)] == ["2026-11-24 01:00", "2026-11-25 01:00", "2026-11-26 01:00"]


def test_an_open_pause_lasts_until_they_say_otherwise(couple: Couple, ada: Person, clock: Any) -> None:
    checkin_at(couple, ada, "20:00")
    services.pause(ada, back_on=None)
    ring_daily(clock, "2026-12-20T12:00")
    assert rung(ada) == []
    services.resume(ada)
    assert Nudge.objects.get(person=ada).next_at == utc("2026-12-20T19:00")
    ring(utc("2026-12-20T19:00"))
    assert rung(ada) == [("Ada", "2026-12-20 19:00", "pending")]


def test_a_holiday_ends_on_its_date_by_each_ones_clock(couple: Couple, ada: Person, ben: Person, clock: Any) -> None:
    checkin_at(couple, ada, "00:30")
    services.begin_holiday(couple, by=ada, back_on=date(2026, 11, 25))
    ring_daily(clock, "2026-11-25T12:00")
    assert rung() == [("Ada", "2026-11-24 23:30", "pending"), ("Ben", "2026-11-25 05:30", "pending")]


def test_a_shared_moment_rings_only_for_whom_the_holiday_is_over(
    couple: Couple, ada: Person, ben: Person, clock: Any
) -> None:
    time_together(couple, ada, "01:00", zone="Europe/Berlin", days=[2])  # the evening before in New York
    services.begin_holiday(couple, by=ben, back_on=date(2026, 11, 25))
    ring_daily(clock, "2026-11-25T12:00")
    assert rung() == [("Ada", "2026-11-25 00:00", "pending")]


def test_after_the_end_there_is_one_nudge_and_nothing_is_made_up_for(couple: Couple, ada: Person, clock: Any) -> None:
    checkin_at(couple, ada, "20:00")
    services.begin_holiday(couple, by=ada, back_on=date(2026, 11, 30))
    clock.move_to(utc("2026-11-30T19:00"))
    ring(utc("2026-11-30T19:00"))  # nothing rang in between at all: the engine was away too
    assert rung(ada) == [("Ada", "2026-11-30 19:00", "pending")]


def test_another_couples_holiday_changes_nothing_here(couple: Couple, ada: Person, stranger: Person) -> None:
    checkin_at(couple, ada, "20:00")
    theirs = stranger.memberships.get().couple
    services.begin_holiday(theirs, by=stranger, back_on=date(2026, 12, 25))
    ring(utc("2026-11-23T19:00"))
    assert rung() == [("Ada", "2026-11-23 19:00", "pending")]


def test_the_longer_of_a_pause_and_a_holiday_holds(couple: Couple, ada: Person, clock: Any) -> None:
    checkin_at(couple, ada, "20:00")
    services.pause(ada, back_on=date(2026, 11, 24))
    services.begin_holiday(couple, by=ada, back_on=date(2026, 11, 25))
    ring_daily(clock, "2026-11-24T23:00")
    assert rung(ada) == []


def test_ringing_many_asks_no_more_than_ringing_one(couple: Couple, ada: Person) -> None:
    services.pause(ada, back_on=None)
    counts = []
    for more, at in ((1, "2026-11-24T18:00"), (49, "2026-11-25T18:00")):
        for _ in range(more):
            time_together(couple, ada, "19:00")
        with CaptureQueriesContext(connection) as queries:
            ring(utc(at))
        counts.append(len(queries))
    assert counts[0] == counts[1]


# -- what is sent -----------------------------------------------------------------------------------------------------


def sent(person: Person, ritual: Ritual) -> str:
    message = post(kind=KIND, person=person, about=ritual.pk, occurrence=f"{ritual.pk}:2026-11-23")
    assert message
    delivery.deliver([message.pk])
    message.refresh_from_db()
    return message.state


def test_a_pause_begun_after_it_rang_still_holds_the_mail_back(couple: Couple, ada: Person, ben: Person) -> None:
    ritual = checkin_at(couple, ada)
    services.pause(ada, back_on=date(2026, 11, 24))
    assert (sent(ada, ritual), sent(ben, ritual)) == (State.CANCELLED, State.SENT)


@pytest.mark.parametrize(("back", "state"), [("2026-11-24", State.CANCELLED), ("2026-11-23", State.SENT)])
def test_a_holiday_holds_the_mail_back_until_its_date(couple: Couple, ada: Person, back: str, state: str) -> None:
    ritual = checkin_at(couple, ada)
    services.begin_holiday(couple, by=ada, back_on=date.fromisoformat(back))
    assert sent(ada, ritual) == state


def test_an_ended_holiday_holds_nothing_back(couple: Couple, ada: Person, ben: Person) -> None:
    ritual = checkin_at(couple, ada)
    services.begin_holiday(couple, by=ada, back_on=date(2026, 12, 24))
    services.end_holiday(couple)
    assert (sent(ada, ritual), sent(ben, ritual)) == (State.SENT, State.SENT)


def test_whether_somebody_can_be_reached_is_one_query(
    couple: Couple, ada: Person, django_assert_num_queries: Any
) -> None:
    services.pause(ada, back_on=date(2026, 11, 23))
    with django_assert_num_queries(1):
        assert services.is_reachable(ada, couple.pk)


# -- pages ------------------------------------------------------------------------------------------------------------


def test_a_pause_changes_no_page_of_the_partners_and_hints_to_nobody(
    ada_client: Client,
    ben_client: Client,
    couple: Couple,
    ada: Person,
    hints: list[object],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:  # P2
    checkin_at(couple, ada)
    before = {url: words_of(ben_client.get(url)) for url in SEEN_BY_BOTH}
    hints.clear()
    with django_capture_on_commit_callbacks(execute=True):
        answer = ada_client.post(reverse("pausing:mine"), {"mine-back_on": "2026-12-01"})
    assert (answer.status_code, answer["Location"]) == (303, PAGE)
    assert "They start again on Tuesday, 1 December." in words_of(ada_client.get(PAGE))
    said = "Your nudges are paused until Tuesday, 1 December. Only you know."
    assert said in " ".join(words_of(ada_client.get("/rituals/")).split())
    assert {url: words_of(ben_client.get(url)) for url in SEEN_BY_BOTH} == before
    assert hints == []
    ada_client.post(reverse("pausing:mine-end"))
    assert not Pause.objects.exists()


def test_a_pause_without_a_day_says_so_and_another_day_replaces_it(ada_client: Client, ada: Person) -> None:
    ada_client.post(reverse("pausing:mine"), {"mine-back_on": ""})
    assert "Your nudges are paused until you start them again." in words_of(ada_client.get(PAGE))
    ada_client.post(reverse("pausing:mine"), {"mine-back_on": "2026-12-02"})
    assert Pause.objects.get().back_on == date(2026, 12, 2)


def test_a_pause_whose_day_has_come_is_over_by_itself(ada_client: Client, ada: Person, clock: Any) -> None:
    services.pause(ada, back_on=date(2026, 11, 24))
    clock.move_to(utc("2026-11-23T23:30"))  # half past midnight in Berlin
    ada_client.cookies.clear()
    ada_client.force_login(ada)
    assert "Pause just for me" in words_of(ada_client.get(PAGE))


def test_a_holiday_is_seen_by_both_and_ended_by_either_with_a_way_back(
    ada_client: Client,
    ben_client: Client,
    couple: Couple,
    hints: list[tuple[str, dict[str, Any]]],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    hints.clear()
    with django_capture_on_commit_callbacks(execute=True):
        ada_client.post(reverse("pausing:holiday"), {"holiday-back_on": "2026-12-01"})
    assert [(channel, hint["topic"]) for channel, hint in hints] == [(couple_channel(couple.pk), "rituals")]
    said = "Nudges are paused for both of you until Tuesday, 1 December."
    for client in (ada_client, ben_client):
        for url in ("/today/", "/together/", "/rituals/"):
            assert said in words_of(client.get(url))
    ended = ben_client.post(reverse("pausing:holiday-end"))
    assert reverse("pausing:holiday-return") in words_of(ended)
    assert said not in words_of(ada_client.get("/today/"))
    for _ in range(2):
        assert ben_client.post(reverse("pausing:holiday-return")).status_code == 303
    assert said in words_of(ada_client.get("/today/"))
    assert Holiday.objects.count() == 1


def test_the_sentence_goes_on_the_day_by_each_ones_clock(
    client_for: Any, couple: Couple, ada: Person, ben: Person, clock: Any
) -> None:
    services.begin_holiday(couple, by=ada, back_on=date(2026, 11, 24))
    clock.move_to(utc("2026-11-24T02:00"))
    assert "Nudges are paused for both" not in words_of(client_for(ada).get("/together/"))
    assert "Nudges are paused for both" in words_of(client_for(ben).get("/together/"))


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-11-23", "That day has passed."),
        ("2026-11-01", "That day has passed."),
        ("20266-11-01", "Write a day like 2027-03-31."),
        ("soon", "Write a day like 2027-03-31."),
        ("2026-02-30", "Write a day like 2027-03-31."),
        ("2099-01-01", "Choose a day within the next year."),
    ],
)
@pytest.mark.parametrize("which", ["mine", "holiday"])
def test_a_day_that_makes_no_sense_is_said_beside_the_field_and_kept(
    ada_client: Client, which: str, day: str, said: str
) -> None:
    answer = ada_client.post(reverse(f"pausing:{which}"), {f"{which}-back_on": day})
    page = words_of(answer)
    assert answer.status_code == 422
    assert said in page
    assert f'value="{day}"' in page
    assert page.count('aria-invalid="true"') == 1
    assert not Pause.objects.exists()
    assert not Holiday.objects.exists()


def test_a_holiday_needs_a_day_and_a_pause_does_not(ada_client: Client) -> None:
    answer = ada_client.post(reverse("pausing:holiday"))
    assert answer.status_code == 422
    assert "Choose the day nudges start again." in words_of(answer)


def test_who_is_still_alone_can_rest_too(client_for: Any, db: None) -> None:
    sam = PersonFactory(name="Sam")
    couple = begin(by=sam, called="Alex")
    rituals.set_checkin(couple, by=sam, rule=Rule(time(20)))
    assert client_for(sam).post(reverse("pausing:holiday"), {"holiday-back_on": "2026-12-01"}).status_code == 303
    assert services.is_reachable(sam, couple.pk) is False


def test_a_date_is_asked_by_the_clock_of_whoever_chooses(ada_client: Client, ben_client: Client, clock: Any) -> None:
    clock.move_to(datetime.fromisoformat("2026-11-24T02:00+00:00"))  # the 24th in Berlin, the 23rd in New York
    for client, code in ((ada_client, 422), (ben_client, 303)):
        assert client.post(reverse("pausing:mine"), {"mine-back_on": "2026-11-24"}).status_code == code


# -- no two pages disagree --------------------------------------------------------------------------------------------


def test_a_pause_of_ones_own_is_said_on_today_as_on_the_times_and_to_nobody_else(
    couple: Couple, ada: Person, ada_client: Client, ben_client: Client
) -> None:
    before = words_of(ben_client.get("/today/"))
    Pause.objects.create(person=ada)
    for path in ("/today/", reverse("rituals:list")):
        assert "Your nudges are paused. Only you know." in words_of(ada_client.get(path))
        assert "Your nudges are paused." not in words_of(ben_client.get(path))
    assert words_of(ben_client.get("/today/")) == before


def test_what_comes_next_is_after_the_holiday(couple: Couple, ada: Person, ada_client: Client) -> None:
    back_on = MORNING.date() + timedelta(days=10)
    rule = Rule(time(20), frozenset(range(7)))
    rituals.add(couple, by=ada, title="Tea", rule=rule, zone="", minutes=30)
    services.begin_holiday(couple, by=ada, back_on=back_on)
    page = words_of(ada_client.get(reverse("rituals:list")))
    assert f"Next on {day(back_on, 'l, j F')}" in page
