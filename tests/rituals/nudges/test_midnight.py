"""A nudge is about the evening it rang for, however late it arrives, is opened or comes again."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse

from couples.accounts.models import Person
from couples.outbox.models import Message
from couples.push import payloads
from couples.space.models import Couple
from journal.checkins import services as checkins
from rituals import services
from rituals.models import Nudge, Ritual
from rituals.nudges import still_wanted
from rituals.nudges.backoff import AHEAD_OF_IT
from rituals.nudges.engine import ring
from rituals.nudges.occurrence_name import evening_of, is_put_off
from rituals.snooze import services as snooze
from tests.couples.outbox.posting import deliver_all
from tests.pages import words_of
from tests.rituals.conftest import checkin_at, utc

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 23)
LAST_MINUTE = utc("2026-11-23T22:59")  # 23:59 in Berlin
LINK = "/check-in/rang/2026-11-23/"


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(utc("2026-11-23T06:00"), tick=False) as traveller:
        yield traveller


@pytest.fixture
def checkin(couple: Couple, ada: Person, clock: Any) -> Ritual:
    return checkin_at(couple, ada, "23:59")


def ring_at(clock: Any, at: datetime) -> None:
    clock.move_to(at)
    ring(at)


def deliver_at(clock: Any, at: datetime) -> None:
    clock.move_to(at)
    deliver_all()


def led_to(client: Client, link: str) -> str:
    return str(client.get(link, follow=True).redirect_chain[-1][0])


@pytest.mark.parametrize("delay", [timedelta(0), timedelta(minutes=4), timedelta(hours=1)])
def test_however_late_the_mail_comes_it_leads_to_the_evening_it_rang_for(
    checkin: Ritual, ada_client: Client, clock: Any, mailoutbox: list[EmailMessage], delay: timedelta
) -> None:
    ring_at(clock, LAST_MINUTE)
    deliver_at(clock, LAST_MINUTE + delay)
    assert f"http://testserver{LINK}\n" in mailoutbox[0].body
    clock.move_to(LAST_MINUTE + timedelta(minutes=4))
    assert led_to(ada_client, LINK) == reverse("checkins:day", args=[ON])
    assert "How were you that day?" in words_of(ada_client.get(LINK, follow=True))


def test_a_push_leads_there_too(checkin: Ritual, ada: Person, clock: Any) -> None:
    ring_at(clock, LAST_MINUTE)
    message = Message.objects.select_related("person").get(person=ada)
    assert f'"path":"{LINK}"'.encode() in payloads.payload(message)


@pytest.mark.parametrize(
    ("opened", "to"),
    [
        ("2026-11-23T23:05", "/check-in/2026-11-23/"),
        ("2026-11-24T22:58", "/check-in/2026-11-23/"),  # the last minute in which yesterday can be written
        ("2026-11-24T23:00", "/check-in/"),
        ("2027-05-01T12:00", "/check-in/"),
    ],
)
def test_an_old_nudge_leads_to_tonight_and_never_nowhere(
    couple: Couple, ada_client: Client, clock: Any, opened: str, to: str
) -> None:
    clock.move_to(utc(opened))
    assert led_to(ada_client, LINK) == to
    assert ada_client.get(to).status_code == 200


def test_opening_it_tells_nothing_of_the_other(
    couple: Couple, ben: Person, ada_client: Client, clock: Any, checkin: Ritual
) -> None:
    clock.move_to(LAST_MINUTE + timedelta(minutes=4))
    before = words_of(ada_client.get(LINK, follow=True))
    checkins.seal(couple, by=ben, on=ON, values={"line": "CANARY"})
    assert words_of(ada_client.get(LINK, follow=True)) == before


# -- put off ----------------------------------------------------------------------------------------------------------


def test_put_off_past_midnight_it_still_is_of_that_evening(
    checkin: Ritual, couple: Couple, ada: Person, ada_client: Client, clock: Any, mailoutbox: list[EmailMessage]
) -> None:
    ring_at(clock, LAST_MINUTE)
    deliver_at(clock, LAST_MINUTE)
    clock.move_to(LAST_MINUTE + timedelta(minutes=4))
    page = reverse("checkins:day", args=[ON])
    later = reverse("rituals:snooze", args=[checkin.pk])
    assert later in words_of(ada_client.get(page))
    assert later not in words_of(ada_client.get(reverse("checkins:start")))  # that one is about another evening
    assert ada_client.post(later, {"until": "hour"})["Location"] == LINK
    assert led_to(ada_client, LINK) == page
    deliver_at(clock, LAST_MINUTE + timedelta(minutes=65))
    assert f"http://testserver{LINK}\n" in mailoutbox[-1].body
    assert mailoutbox[-1].to == [ada.email]


def test_put_off_twice_it_still_is(checkin: Ritual, ada: Person, clock: Any) -> None:
    ring_at(clock, LAST_MINUTE)
    for _ in range(2):
        deliver_at(clock, clock_now := Message.objects.filter(person=ada).latest("due_at").due_at)
        clock.move_to(clock_now + timedelta(minutes=5))
        snooze.put_off(checkin, by=ada, until="hour")
    newest = Message.objects.select_related("person").filter(person=ada).latest("due_at")
    assert is_put_off(newest)
    assert (newest.on, evening_of(newest)) == (ON, ON)


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/Los_Angeles", "Pacific/Kiritimati"])
def test_one_that_was_moved_is_of_the_evening_it_was_moved_to(
    couple: Couple, ada: Person, clock: Any, zone: str
) -> None:
    Person.objects.filter(pk=ada.pk).update(zone=zone)
    ada.refresh_from_db()
    ritual = checkin_at(couple, ada, "20:00", days=[0])
    services.move(ritual, on=date(2026, 11, 30), to=datetime(2026, 12, 1, 21, 15), by=ada)  # noqa: DTZ001  wall time
    at = Nudge.objects.get(person=ada).next_at
    Nudge.objects.filter(person=ada).update(next_at=None)
    moved = utc("2026-11-30T12:00")
    clock.move_to(moved)
    Nudge.objects.filter(person=ada).update(next_at=at)
    while not Message.objects.filter(person=ada, occurrence__endswith=":2026-11-30").exists():
        moved += timedelta(hours=1)
        ring_at(clock, moved)
    row = Message.objects.select_related("person").get(person=ada, occurrence__endswith=":2026-11-30")
    assert (row.on, evening_of(row)) == (date(2026, 11, 30), date(2026, 12, 1))
    snooze.put_off(ritual, by=ada, until="hour")
    again = Message.objects.select_related("person").filter(person=ada).latest("due_at")
    assert (again.on, evening_of(again)) == (date(2026, 11, 30), date(2026, 12, 1))
    assert len(again.occurrence) <= 80
    checkins.seal(couple, by=ada, on=date(2026, 12, 1), values={"line": "Here."})
    assert not still_wanted.wanted(again)
    assert still_wanted.unwanted([again]) == {again.pk}


# -- ahead of it ------------------------------------------------------------------------------------------------------


def test_who_answers_last_night_is_not_ahead_of_tonight(
    checkin: Ritual, couple: Couple, ada: Person, clock: Any
) -> None:
    ring_at(clock, LAST_MINUTE)
    clock.move_to(LAST_MINUTE + timedelta(minutes=10))
    checkins.seal(couple, by=ada, on=ON, values={"line": "Late."})
    assert Nudge.objects.get(person=ada).unanswered == 0
    checkins.seal(couple, by=ada, on=ON + timedelta(days=1), values={"line": "Early."})
    assert Nudge.objects.get(person=ada).unanswered == AHEAD_OF_IT
