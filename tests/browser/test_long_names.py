"""Forty letters without a space, on the narrowest phone there is."""

import pytest
from django.test import Client
from playwright.sync_api import Page, ViewportSize

from couples.accounts.models import Person
from couples.space.models import Couple
from tests.addresses import ALL, ONLY_SENT, at, world
from tests.browser.conftest import Phone

NARROW: ViewportSize = {"width": 320, "height": 640}
WIDER = "Math.max(0, document.documentElement.scrollWidth - innerWidth)"
#: Where nobody's name stands, or a file comes.
ELSEWHERE = {"worker", "manifest", "healthz", "metrics", "rituals:download"}


def test_no_page_is_wider_than_the_phone(
    phone: Phone, ada: Person, ben: Person, couple: Couple, ada_client: Client
) -> None:
    theirs = world(couple, ada, ben, "Words", many=1)
    Person.objects.filter(pk=ada.pk).update(name="W" * 40)
    Person.objects.filter(pk=ben.pk).update(name="M" * 40)
    page = phone(ada)
    page.set_viewport_size(NARROW)
    wider: dict[str, int] = {}
    for name in sorted(set(ALL) - ONLY_SENT - ELSEWHERE):
        answer = ada_client.get(at(name, theirs))
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            wider[name] = width_of(page, at(name, theirs))
    assert len(wider) > 40
    assert {name: more for name, more in wider.items() if more} == {}


def width_of(page: Page, path: str) -> int:
    page.goto(path)
    more: int = page.evaluate(WIDER)
    return more


@pytest.mark.parametrize("path", ["/account/email/", "/account/login/", "/begin/"])
def test_nor_are_those_around_it(phone: Phone, ada: Person, path: str) -> None:
    Person.objects.filter(pk=ada.pk).update(name="W" * 40)
    page = phone(ada)
    page.set_viewport_size(NARROW)
    assert width_of(page, path) == 0
