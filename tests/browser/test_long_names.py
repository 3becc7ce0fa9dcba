"""What makes a page too wide: forty letters without a space on the narrowest phone, and letters twice as large."""

import pytest
from django.test import Client
from playwright.sync_api import Page, ViewportSize

from couples.accounts.models import Person
from couples.space.models import Couple
from tests.addresses import ALL, ONLY_SENT, World, at, world
from tests.browser.conftest import Phone

NARROW: ViewportSize = {"width": 320, "height": 640}
USUAL: ViewportSize = {"width": 390, "height": 844}
WIDER = """(letters) => {
    document.documentElement.style.fontSize = letters;
    return Math.max(0, document.documentElement.scrollWidth - innerWidth);
}"""
#: Where nobody's name stands, or a file comes; after the quick exit there would be one empty page for all others.
ELSEWHERE = {"away", "worker", "manifest", "healthz", "metrics", "rituals:download"}


def test_forty_letters_leave_no_page_wider_than_the_narrowest_phone(
    phone: Phone, ada: Person, ben: Person, couple: Couple, ada_client: Client
) -> None:
    theirs = world(couple, ada, ben, "Words", many=1)
    Person.objects.filter(pk=ada.pk).update(name="W" * 40)
    Person.objects.filter(pk=ben.pk).update(name="M" * 40)
    page = phone(ada)
    page.set_viewport_size(NARROW)
    assert too_wide(page, ada_client, theirs) == {}


def test_letters_twice_as_large_leave_no_page_wider_than_a_phone(
    phone: Phone, ada: Person, ben: Person, couple: Couple, ada_client: Client
) -> None:
    theirs = world(couple, ada, ben, "Words", many=1)
    page = phone(ada)
    page.set_viewport_size(USUAL)
    assert too_wide(page, ada_client, theirs, letters="200%") == {}


def too_wide(page: Page, client: Client, theirs: World, letters: str = "100%") -> dict[str, int]:
    """By how many pixels each page that its person can open is wider than the phone."""
    wider: dict[str, int] = {}
    for name in sorted(set(ALL) - ONLY_SENT - ELSEWHERE):
        answer = client.get(at(name, theirs))
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            wider[name] = width_of(page, at(name, theirs), letters)
    assert len(wider) > 40
    return {name: more for name, more in wider.items() if more}


def width_of(page: Page, path: str, letters: str = "100%") -> int:
    page.goto(path)
    more: int = page.evaluate(WIDER, letters)
    return more


@pytest.mark.parametrize("path", ["/account/email/", "/account/login/", "/begin/"])
def test_nor_are_those_around_it(phone: Phone, ada: Person, path: str) -> None:
    Person.objects.filter(pk=ada.pk).update(name="W" * 40)
    page = phone(ada)
    page.set_viewport_size(NARROW)
    assert width_of(page, path) == 0
