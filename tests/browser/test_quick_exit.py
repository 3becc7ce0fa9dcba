"""The quick exit on a phone, several pages deep: Back shows nothing of anybody's, however often it is pressed."""

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from couples import clock
from couples.accounts.models import Person
from couples.space.models import Couple
from journal.checkins import services as checkins
from tests.browser.conftest import OpenPhone, Site, assert_accessible, both_makes, sign_in

ELSEWHERE = "https://en.wikipedia.org/**"


def somewhere_harmless(route: Route) -> None:
    route.fulfill(body="<!doctype html><title>Elsewhere</title><h1>Elsewhere</h1>", content_type="text/html")


def assert_nothing_shows(page: Page) -> None:
    expect(page.get_by_role("heading", name="Nothing is open here.")).to_be_visible()
    assert "CANARY" not in page.content()
    assert page.title() == "Nothing open"


@pytest.fixture
def deep(couple: Couple, ada: Person, ben: Person, pages: Site, open_phone: OpenPhone) -> Page:
    on = clock.today(ada)  # the same evening for both: after midnight in Berlin it is not yet over in New York
    for person in (ada, ben):
        checkins.seal(couple, by=person, on=on, values={"line": f"CANARY {person.name}"})
    page = sign_in(open_phone(pages, zone=ada.zone), pages, ada)
    page.context.route(ELSEWHERE, somewhere_harmless)
    for path in ("/notes/", "/you/", "/us/", "/thanks/", "/today/"):
        page.goto(path)
    return page


@both_makes
@pytest.mark.parametrize("by", ["a tap", "Escape three times"])
def test_back_shows_a_neutral_page_however_often_it_is_pressed(deep: Page, make: Browser, by: str) -> None:  # P3
    if by == "a tap":
        deep.get_by_role("link", name="Leave this page quickly").click()
    else:
        for _ in range(3):
            deep.keyboard.press("Escape")
    expect(deep.get_by_role("heading", name="Elsewhere")).to_be_visible()
    for _ in range(4):
        deep.go_back()
        assert_nothing_shows(deep)
    deep.go_forward()
    assert_nothing_shows(deep)
    deep.reload()
    assert_nothing_shows(deep)
    # A tab opened anew, or restored with the browser: whatever keeps the session keeps the exit.
    cookies = {each["name"]: each for each in deep.context.cookies()}
    assert cookies["nearer_away"]["expires"] > clock.now().timestamp() + 29 * 24 * 3600
    another = deep.context.new_page()
    another.goto("/today/")
    assert_nothing_shows(another)
    assert_accessible(another)
    another.get_by_role("button", name="Open").click()
    expect(another.get_by_text("CANARY Ben")).to_be_visible()


def test_a_page_the_browser_kept_whole_is_hidden_before_it_is_fetched_anew(deep: Page) -> None:
    """No-store keeps most of them out. One that is kept all the same comes back as `pageshow` says."""
    is_hidden_at_once = deep.evaluate("""() => {
        document.cookie = "nearer_away=1; path=/";
        dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
        return document.documentElement.hidden && document.title === "";
    }""")
    assert is_hidden_at_once
    expect(deep.get_by_role("heading", name="Nothing is open here.")).to_be_visible()


@both_makes
def test_who_is_not_signed_in_can_leave_the_page_about_safety(
    pages: Site, open_phone: OpenPhone, make: Browser
) -> None:
    page = open_phone(pages)
    page.context.route(ELSEWHERE, somewhere_harmless)
    page.goto("/")
    page.get_by_role("link", name="Safety").first.click()
    expect(page.get_by_role("heading", name="If you’re not sure you’re safe")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Leave this page quickly")).to_be_focused()
    page.get_by_role("link", name="Leave this page quickly").click()
    expect(page.get_by_role("heading", name="Elsewhere")).to_be_visible()
    page.go_back()
    assert_nothing_shows(page)


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


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_page_about_safety_keeps_nothing_on_the_phone_and_asks_for_nothing_more(
    couple: Couple, ada: Person, pages: Site, open_phone: OpenPhone, dark: bool
) -> None:  # P10
    page = sign_in(open_phone(pages, zone=ada.zone, workers=True, dark=dark), pages, ada)
    page.goto("/today/")
    page.evaluate("navigator.serviceWorker.ready.then(() => 0)")
    before = page.evaluate(KEPT)
    page.goto("/notes/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for country in page.locator("details").all():
        country.locator("summary").click()
    assert_accessible(page)
    page.set_viewport_size({"width": 320, "height": 700})
    assert_accessible(page)
    assert page.title() == "Notes · Nearer"
    assert [each for each in asked if "/static/icons/" not in each] == []
    after = page.evaluate(KEPT)
    assert after == before
    assert "notes" not in after


#: What the browser keeps for us: stores, databases, and every address in the service worker's caches.
KEPT = """async () => {
  const caches_ = await Promise.all((await caches.keys()).map(async (key) => {
    const cache = await caches.open(key);
    return [key, (await cache.keys()).map(({ url }) => url).sort()];
  }));
  return JSON.stringify([{ ...localStorage }, { ...sessionStorage }, await indexedDB.databases(), caches_]);
}"""
