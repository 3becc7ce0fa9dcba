"""The quick exit on a phone, several pages deep: Back shows nothing of anybody's, however often it is pressed."""

import pytest
from playwright.sync_api import Page, Route, expect

from couples import clock
from couples.accounts.models import Person
from couples.space.models import Couple
from journal.checkins import services as checkins
from tests.browser.conftest import OpenPhone, Site, assert_accessible, sign_in

ELSEWHERE = "https://en.wikipedia.org/**"


def somewhere_harmless(route: Route) -> None:
    route.fulfill(body="<!doctype html><title>Elsewhere</title><h1>Elsewhere</h1>", content_type="text/html")


@pytest.fixture
def deep(couple: Couple, ada: Person, ben: Person, pages: Site, open_phone: OpenPhone) -> Page:
    for person in (ada, ben):
        checkins.seal(couple, by=person, on=clock.today(person), values={"line": f"CANARY {person.name}"})
    page = sign_in(open_phone(pages, zone=ada.zone), pages, ada)
    page.context.route(ELSEWHERE, somewhere_harmless)
    for path in ("/you/", "/us/", "/thanks/", "/today/"):
        page.goto(path)
    return page


@pytest.mark.parametrize("by", ["a tap", "Escape three times"])
def test_back_shows_a_neutral_page_however_often_it_is_pressed(deep: Page, by: str) -> None:  # P3
    if by == "a tap":
        deep.get_by_role("link", name="Leave this page quickly").click()
    else:
        for _ in range(3):
            deep.keyboard.press("Escape")
    expect(deep.get_by_role("heading", name="Elsewhere")).to_be_visible()
    for _ in range(3):
        deep.go_back()
        expect(deep.get_by_role("heading", name="Nothing is open here.")).to_be_visible()
        assert "CANARY" not in deep.content()
        assert deep.title() == "Nothing open"
    assert_accessible(deep)
    deep.get_by_role("button", name="Open").click()
    expect(deep.get_by_role("heading", name="Nothing is open here.")).to_have_count(0)


def test_without_scripts_the_link_does_the_same(
    couple: Couple, ada: Person, pages: Site, open_phone: OpenPhone
) -> None:
    page = sign_in(open_phone(pages, zone=ada.zone, scripts=False, dark=True), pages, ada)
    page.context.route(ELSEWHERE, somewhere_harmless)
    page.goto("/us/")
    page.goto("/today/")
    page.get_by_role("link", name="Leave this page quickly").click()
    expect(page.get_by_role("heading", name="Elsewhere")).to_be_visible()
    for _ in range(2):
        page.go_back()
        expect(page.get_by_role("heading", name="Nothing is open here.")).to_be_visible()
