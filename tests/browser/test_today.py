"""Today on two phones: what one chose for both is told to the other, and answered or left alone."""

from contextlib import suppress
from datetime import time

import pytest
from playwright.sync_api import Error, Route, expect

from couples.accounts.models import Person
from couples.space.models import Couple
from rituals import services as rituals
from rituals.cadence import Rule
from tests.browser.conftest import Phone, assert_accessible, both_ways

CHOSE = "Ada chose a time for both of you."


@pytest.fixture
def walk(couple: Couple, ada: Person) -> None:
    rituals.add(couple, by=ada, title="A walk", rule=Rule(time(18), frozenset({6})), zone="", minutes=30)


@both_ways
def test_a_time_is_told_once_and_fine_is_one_tap(phone: Phone, walk: None, ada: Person, ben: Person) -> None:
    hers, his = phone(ada), phone(ben)
    his.goto("/today/")
    expect(his.get_by_text(CHOSE)).to_be_visible()
    expect(his.get_by_text("Next ritual")).to_be_hidden()
    assert_accessible(his)
    his.get_by_role("button", name="Fine").click()
    expect(his.get_by_text("Next ritual")).to_be_visible()
    expect(his.get_by_text(CHOSE)).to_be_hidden()
    assert_accessible(his)
    hers.goto("/today/")
    expect(hers.get_by_role("heading", level=1)).to_be_visible()
    assert "for both of you" not in hers.inner_text("main")


@both_ways
def test_another_time_is_a_small_page_and_told_back(phone: Phone, walk: None, ada: Person, ben: Person) -> None:
    hers, his = phone(ada), phone(ben)
    his.goto("/today/")
    his.get_by_role("link", name="Another time").click()
    his.get_by_label("At what time?").fill("17:00")
    assert_accessible(his)
    his.get_by_role("button", name="Save").click()
    his.wait_for_url("**/today/")
    hers.goto("/today/")
    expect(hers.get_by_text("Ben changed the time for both of you.")).to_be_visible()
    assert_accessible(hers)


def test_on_an_open_page_it_comes_by_itself(phone: Phone, couple: Couple, ada: Person, ben: Person) -> None:
    his = phone(ben)
    his.goto("/today/")
    expect(his.get_by_role("heading", level=1)).to_be_visible()
    rituals.add(couple, by=ada, title="A walk", rule=Rule(time(18), frozenset({6})), zone="", minutes=30)
    expect(his.get_by_text(CHOSE)).to_be_visible()


def test_a_hint_during_a_look_is_not_forgotten(phone: Phone, couple: Couple, ada: Person, ben: Person) -> None:
    """A look's answer that was read before the change comes after the hint of it."""
    his = phone(ben)
    his.goto("/today/")
    expect(his.locator("live-hints[caught-up]")).to_be_attached()
    first: list[Route] = []

    def hold(route: Route) -> None:
        if first or "hx-request" not in route.request.headers:
            route.continue_()
        else:
            first.append(route)

    his.route("**/today/", hold)
    with his.expect_request("**/today/"):
        his.evaluate("document.body.dispatchEvent(new CustomEvent('live:refresh'))")
    before = his.context.request.get("/today/", headers={"HX-Request": "true"})
    rituals.add(couple, by=ada, title="A walk", rule=Rule(time(18), frozenset({6})), zone="", minutes=30)
    his.evaluate("document.body.dispatchEvent(new CustomEvent('live:rituals'))")
    with suppress(Error):  # Given up for the newer one.
        first[0].fulfill(response=before)
    expect(his.get_by_text(CHOSE)).to_be_visible()
