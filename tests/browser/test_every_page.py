"""Every page, opened once with all that is folded: names of forty letters on the narrowest phone, letters twice as
large, and what axe finds by day on a phone and by night on a wide screen.
"""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, ViewportSize

from couples import clock
from couples.accounts.models import Person
from couples.space import services as space
from couples.space.leaving import services as leaving
from couples.space.models import Couple
from couples.space.pausing import services as pausing
from tests.addresses import ALL, ONLY_SENT, at, world
from tests.browser.conftest import AXE, CONTRAST, Phone, found_by_axe
from tests.factories import PersonFactory

NARROW: ViewportSize = {"width": 320, "height": 640}
USUAL: ViewportSize = {"width": 390, "height": 844}
WIDE: ViewportSize = {"width": 1280, "height": 844}
UNFOLDED = "() => document.querySelectorAll('details').forEach((folded) => { folded.open = true; })"
WIDER = """(letters) => {
    document.documentElement.style.fontSize = letters;
    return Math.max(0, document.documentElement.scrollWidth - innerWidth);
}"""
#: Enough contrast for a title at level AA, and too little at AAA: what must be seen.
GREY = "() => { document.querySelector('h1').style.color = '#777'; }"
#: Where a file comes; after the quick exit there would be one empty page for all others.
ELSEWHERE = {"away", "worker", "manifest", "healthz", "process", "metrics", "rituals:download", "account_logout"}
SIGNED_OUT = ["welcome", "about", "help", "account_login", "account_signup", "account_request_login_code", "offline"]


def wrong_with(page: Page, path: str) -> Iterator[str]:
    page.set_viewport_size(NARROW)
    page.goto(path)
    page.evaluate(UNFOLDED)
    if more := page.evaluate(WIDER, "100%"):
        yield f"{more} px wider than {NARROW['width']}"
    page.set_viewport_size(USUAL)
    if more := page.evaluate(WIDER, "200%"):
        yield f"{more} px wider than {USUAL['width']} in letters twice as large"
    page.evaluate(WIDER, "100%")
    yield from found_by_axe(page, AXE, lit=True)
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size(WIDE)
    yield from (f"by night: {found}" for found in found_by_axe(page, CONTRAST, lit=True))
    page.emulate_media(color_scheme="light")


def all_wrong_with(page: Page, paths: list[str]) -> dict[str, list[str]]:
    found = {path: list(wrong_with(page, path)) for path in paths}
    return {path: wrong for path, wrong in found.items() if wrong}


def pages_of(client: Client, paths: list[str]) -> list[str]:
    found = [(path, client.get(path)) for path in paths]
    return [path for path, answer in found if answer.status_code == 200 and "text/html" in answer["Content-Type"]]


@pytest.fixture
def long_names(ada: Person, ben: Person) -> None:
    for person, letter in ((ada, "W"), (ben, "M")):
        person.name = letter * 40
        person.save()


def test_every_page_of_two_people(
    phone: Phone, couple: Couple, ada: Person, ben: Person, ada_client: Client, long_names: None
) -> None:
    theirs = world(couple, ada, ben, "Words", many=1)
    paths = pages_of(ada_client, [at(name, theirs) for name in sorted(set(ALL) - ONLY_SENT - ELSEWHERE)])
    assert len(paths) > 60
    page = phone(ada)
    assert all_wrong_with(page, paths) == {}
    page.evaluate(GREY)
    assert [found.partition(":")[0] for found in found_by_axe(page, AXE, lit=True)] == ["color-contrast-enhanced"]


def test_every_page_of_whoever_is_not_signed_in_is_alone_or_was_left(
    phone: Phone, couple: Couple, ada: Person, ben: Person, long_names: None
) -> None:
    alone = PersonFactory(name="W" * 40)
    begun = space.begin(by=alone, called="M" * 40)
    link = space.invite(begun, by=alone, email="new@example.org").token
    nobody = [*map(reverse, SIGNED_OUT), reverse("space:welcome", args=[link])]
    found = all_wrong_with(phone(None), nobody)
    hers = ["today:home", "appreciations:list", "checkins:start", "agreements:home", "space:invitation"]
    found |= all_wrong_with(phone(alone), [*map(reverse, hers), "/account/email/"])
    pausing.begin_holiday(couple, by=ada, back_on=clock.today(ada) + timedelta(days=3))
    pausing.pause(ada, back_on=None)
    found |= all_wrong_with(phone(ada), [reverse("today:home"), reverse("pausing:page")])
    leaving.leave(couple, by=ada)
    his = ["leaving:told", "kept:list", "today:begin", "you"]
    found |= all_wrong_with(phone(ben), list(map(reverse, his)))
    assert found == {}
