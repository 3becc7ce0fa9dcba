"""Today on two phones: what one chose for both is told to the other, and answered or left alone."""

from contextlib import suppress
from datetime import time

import pytest
from playwright.sync_api import Error, Page, Route, expect

from couples.accounts.models import Person
from couples.live import hints as live_hints
from couples.space.models import Couple
from rituals import services as rituals
from rituals.cadence import Rule
from tests.browser.conftest import PATIENCE, Phone, assert_accessible, both_ways

CHOSE = "Ada chose a time for both of you."
HINT_AFTER_THE_SWAP = """() => {
  const hint = () => document.body.dispatchEvent(new CustomEvent("live:rituals"));
  document.addEventListener("htmx:afterSwap", () => setTimeout(hint), { once: true });
}"""


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
    his.get_by_role("link", name="Check in", exact=True).focus()
    rituals.add(couple, by=ada, title="A walk", rule=Rule(time(18), frozenset({6})), zone="", minutes=30)
    expect(his.get_by_text(CHOSE)).to_be_visible()
    expect(his.get_by_role("link", name="Check in", exact=True)).to_be_focused()


def test_a_hint_during_a_look_is_not_forgotten(phone: Phone, couple: Couple, ada: Person, ben: Person) -> None:
    """A look's answer that was read before the change comes after the hint of it."""
    his = phone(ben)
    first = held_look(his)
    before = his.context.request.get("/today/", headers={"HX-Request": "true"})
    rituals.add(couple, by=ada, title="A walk", rule=Rule(time(18), frozenset({6})), zone="", minutes=30)
    his.evaluate("document.body.dispatchEvent(new CustomEvent('live:rituals'))")
    with suppress(Error):  # Given up for the newer one.
        first.fulfill(response=before)
    expect(his.get_by_text(CHOSE)).to_be_visible()


def test_a_hint_right_after_a_look_is_not_forgotten(
    phone: Phone, couple: Couple, ada: Person, ben: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the look brought has only just been put on the page."""
    his = phone(ben)
    first = held_look(his)
    before = his.context.request.get("/today/", headers={"HX-Request": "true"})
    monkeypatch.setattr(live_hints, "_publish", lambda channel, hint: None)  # it comes at the moment we choose
    rituals.add(couple, by=ada, title="A walk", rule=Rule(time(18), frozenset({6})), zone="", minutes=30)
    his.evaluate(HINT_AFTER_THE_SWAP)
    first.fulfill(response=before)
    expect(his.get_by_text(CHOSE)).to_be_visible()


def held_look(page: Page) -> Route:
    """Today once it hears hints, and its next look, which is asked for and not answered yet."""
    with page.expect_response(lambda answer: "hx-request" in answer.request.headers):
        page.goto("/today/")
    first: list[Route] = []

    def hold(route: Route) -> None:
        if first or "hx-request" not in route.request.headers:
            route.continue_()
        else:
            first.append(route)

    page.route("**/today/", hold)
    with page.expect_request("**/today/"):
        page.evaluate("document.body.dispatchEvent(new CustomEvent('live:refresh'))")
    for _tick in range(int(PATIENCE * 100)):
        if first:
            break
        page.wait_for_timeout(10)  # it was asked for, and may still be on its way to us
    return first[0]
