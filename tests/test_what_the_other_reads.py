"""What no page may tell of the other one by any word of it: the minute they were here, and where they live."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from couples import clock
from couples.accounts.models import Person
from couples.space.models import Couple
from journal.agreements import services as agreements
from journal.appreciations import services as thanks
from journal.visions import services as visions
from journal.visions.models import Step
from rituals import services as rituals
from rituals.cadence import Rule
from rituals.models import Ritual
from rituals.noticed import services as noticing
from rituals.noticed.models import Noticed
from tests.addresses import ALL, ONLY_SENT, PUBLIC, at, world
from tests.page_ids import page_id
from tests.pages import words_of

pytestmark = pytest.mark.django_db

#: Nothing of ours falls on such a minute by itself. In Auckland it is the 23rd already, at 2.37 in the morning.
THEN = datetime(2026, 11, 22, 13, 37, 41, tzinfo=UTC)
HERS = "Pacific/Auckland"
#: As pages write it, and as calendars do.
_MINUTE = re.compile(r"[:.]37\b|T\d{2}37\d{2}")
_NOT_CHOSEN = re.compile(r"<option (?![^>]*selected)[^>]*>[^<]*</option>")
#: What both signed is kept with its exact instants, against any doubt about who signed when.
EXACT = {"agreements:version-record"}

Pages = dict[str, str]


@pytest.fixture
def then() -> Iterator[Any]:
    with time_machine.travel(THEN, tick=False) as travelling:
        yield travelling


@pytest.fixture
def pages(then: Any, couple: Couple, ada: Person, ben: Person, ben_client: Client) -> Pages:
    """All that Ben can open, half an hour after Ada did one of everything."""
    Person.objects.filter(pk=ada.pk).update(zone=HERS)
    ada.refresh_from_db()
    theirs = world(couple, ada, ben, "CANARY", many=2)
    for nth, nudge in enumerate((True, False)):
        step = page_id(ada)
        visions.plan(couple, by=ada, id=step, words=f"CANARY {nth}", on=clock.today(ada), nudge=nudge)
        made = visions.make_weekly(Step.objects.get(pk=step), by=ada)
        noticing.note(made, by=ada, id=page_id(ada), on=clock.today(ada), words="CANARY")
    note = thanks.send(thanks.keep_draft(couple, by=ada, id=page_id(ada), text="CANARY"))
    agreements.remove(agreements.add_line(couple, by=ada, text="CANARY gone", op_id=uuid4()), by=ada)
    then.shift(timedelta(minutes=28))
    note.refresh_from_db()
    assert note.is_open
    found = {name: words_of(ben_client.get(at(name, theirs))) for name in ALL.keys() - ONLY_SENT - EXACT - PUBLIC}
    for ritual in Ritual.objects.for_couple(couple).living():
        found |= {
            f"{name} {ritual.pk}": words_of(ben_client.get(reverse(f"rituals:{name}", args=[ritual.pk])))
            for name in ("detail", "edit", "preparers")
        }
    return found


def test_no_page_tells_the_other_one_the_minute(pages: Pages) -> None:
    assert sum("CANARY" in page for page in pages.values()) >= 15  # it is there to be dated
    assert {name: _MINUTE.findall(page) for name, page in pages.items() if _MINUTE.search(page)} == {}


def test_no_page_tells_the_other_one_the_zone(pages: Pages) -> None:
    shown = {name: _NOT_CHOSEN.sub("", page) for name, page in pages.items()}
    assert {name for name, page in shown.items() if "Auckland" in page} == set()


def test_the_signed_text_keeps_its_instants(
    then: Any, couple: Couple, ada: Person, ben: Person, ben_client: Client
) -> None:
    theirs = world(couple, ada, ben, "CANARY", many=1)
    assert "2026-11-22T13:37:41Z" in words_of(ben_client.get(at("agreements:version-record", theirs)))


def test_a_time_chosen_without_a_place_is_by_each_ones_own_clock(
    then: Any, couple: Couple, ada: Person, ada_client: Client, ben_client: Client
) -> None:
    Person.objects.filter(pk=ada.pk).update(zone=HERS)
    form = _NOT_CHOSEN.sub("", words_of(ada_client.get(reverse("rituals:new"))))
    assert "Auckland" not in form
    asked = {"title": "Coffee", "at": "19:00", "repeat": "week", "days": ["6"], "minutes": "30"}
    assert ada_client.post(reverse("rituals:new"), asked | {"zone": ""}).status_code == 303
    ritual = Ritual.objects.get()
    assert ritual.zone == ""
    for client in (ada_client, ben_client):
        page = words_of(client.get(reverse("rituals:detail", args=[ritual.pk])))
        assert "7 pm" in page
    assert "in each person’s own time zone" in words_of(ben_client.get(reverse("rituals:list")))


def test_a_place_that_was_chosen_is_named_to_both(then: Any, couple: Couple, ada: Person, ben_client: Client) -> None:
    rule = Rule(time(19), frozenset({6}))
    ritual = rituals.add(couple, by=ada, title="Coffee", rule=rule, zone="Europe/Berlin", minutes=30)
    assert "7 pm in Europe/Berlin" in words_of(ben_client.get(reverse("rituals:detail", args=[ritual.pk])))


def test_what_one_noticed_is_dated_by_its_readers_calendar(
    then: Any, couple: Couple, ada: Person, ada_client: Client, ben_client: Client
) -> None:
    Person.objects.filter(pk=ada.pk).update(zone=HERS)
    ada.refresh_from_db()
    rule = Rule(time(19), frozenset({6}))
    ritual = rituals.add(couple, by=ada, title="Coffee", rule=rule, zone="", minutes=30)
    noticing.note(ritual, by=ada, id=page_id(ada), on=clock.today(ada), words="CANARY")
    noticed = Noticed.objects.get()
    assert noticed.on.day == 23
    for client, day in ((ada_client, "23 November"), (ben_client, "22 November")):
        page = words_of(client.get(reverse("rituals:detail", args=[ritual.pk])))
        assert day in page[page.index('id="noticed-list"') :]
