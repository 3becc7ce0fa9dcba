"""What a page costs, counted literally, with one of everything and with fifty."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from couples.accounts.models import Person
from couples.space.models import Couple
from couples.space.services import begin
from journal.agreements import services as agreements
from journal.agreements.models import Guideline
from journal.agreements.signing.digest import digest
from journal.appreciations import services as thanks
from journal.appreciations.models import Appreciation
from journal.checkins import services as checkins
from journal.checkins.models import CheckIn
from journal.listening import services as listening
from journal.listening import sources
from journal.listening.steps import Step
from rituals import services as rituals
from rituals.cadence import Rule
from tests.factories import PersonFactory
from tests.pages import words_of

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 22)
EVENING = datetime(2026, 11, 22, 20, tzinfo=UTC)
PAGES = {
    "today:home": 8,  # what it may cost at most
    "today:together": 3,
    "today:talk": 3,
    "story:us": 6,  # one asks whether these two were here before
    "checkins:start": 4,
    "checkins:kept": 5,
    "appreciations:list": 6,
    "listening:list": 5,
    "openings:home": 6,
    "appreciations:new": 3,
}

Counted = dict[str, int]


@pytest.fixture(autouse=True)
def evening() -> Any:
    with time_machine.travel(EVENING, tick=False) as clock:
        yield clock


def fill(couple: Couple, ada: Person, ben: Person, number: int) -> None:
    """Of everything there is on these pages, `number` rows."""
    for nth in range(number):
        for person in (ada, ben):
            checkins.seal(couple, by=person, on=ON - timedelta(days=nth), values={"line": "Words"})
            thanks.send(thanks.keep_draft(couple, by=person, id=uuid4(), text="Tea"))
            thanks.keep_draft(couple, by=person, id=uuid4(), text="Not yet")
        checkins.save_draft(couple, by=ada, on=date(2025, 6, 1) + timedelta(days=nth), values={"line": "Begun"})
        rituals.add(
            couple, by=ada, title="Walk", rule=Rule(time(9), frozenset({nth % 7})), zone="Europe/Berlin", minutes=30
        )
        agreements.add_line(couple, by=ada, text=f"Line {nth}.", op_id=uuid4())
    for theirs in CheckIn.objects.for_couple(couple).by(ben).opened():
        shared = sources.find(couple, "checkins", theirs.pk)
        assert shared
        listening.say(shared, listening.pair(shared, ada, ben), step=Step.QUESTION, seen=0, text="Words")
    rituals.set_checkin(couple, by=ada, rule=Rule(time(20)))
    Appreciation.objects.exclude(opened_at=None).update(opened_at=EVENING - timedelta(hours=1))
    lines = agreements.words_of(Guideline.objects.for_couple(couple).in_draft().in_order())
    agreements.sign(couple, by=ben, name="Ben", digest=digest(lines))


def cost(client: Client, address: str) -> int:
    client.get(address)  # keys are remembered from here on, as in life
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def counted(client: Client) -> Counted:
    return {name: cost(client, reverse(name)) for name in PAGES}


@pytest.mark.parametrize("number", [0, 1, 50])
def test_pages_ask_the_same_few_queries_however_much_there_is(
    number: int, couple: Couple, ada: Person, ben: Person, ada_client: Client
) -> None:
    if number:
        fill(couple, ada, ben, number)
    asked = counted(ada_client)
    if number:
        assert asked == PAGES
    else:
        # With nothing written yet, the check-in asks whether it has just rung.
        assert all(asked[name] <= PAGES[name] + (name == "checkins:start") for name in PAGES)


@pytest.mark.parametrize("number", [1, 50])
def test_an_opened_evening_asks_the_same_few_queries_however_much_there_is(
    number: int, couple: Couple, ada: Person, ben: Person, ada_client: Client, ben_client: Client
) -> None:
    fill(couple, ada, ben, number)
    address = reverse("checkins:day", args=[ON])
    assert "Words" in words_of(ada_client.get(address))
    assert [cost(client, address) for client in (ada_client, ben_client)] == [4, 4]


def test_alone_today_is_as_light(client_for: Callable[[Person], Client], db: None) -> None:
    sam = PersonFactory(name="Sam")
    thanks.send_first(begin(by=sam, called="Alex"), by=sam, text="Tea")
    client = client_for(sam)
    client.get(reverse("today:home"))
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("today:home"))
    assert len(queries) <= 8
