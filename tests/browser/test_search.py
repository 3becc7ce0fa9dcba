"""Somebody finds a word again on a phone, with and without scripts. No address holds what they looked for."""

from datetime import date

from playwright.sync_api import expect

from couples.accounts.models import Person
from couples.space.models import Couple
from journal.checkins import services as checkins
from tests.browser.conftest import Phone, assert_accessible, both_ways

pytestmark = both_ways


def test_somebody_finds_a_word_again(phone: Phone, couple: Couple, ada: Person, ben: Person) -> None:
    for person in (ada, ben):
        line = f"We sat by the river, and {person.name} saw the heron come back to its own stone."
        checkins.seal(couple, by=person, on=date(2026, 11, 20), values={"line": line})
    hers = phone(ada)
    hers.goto("/us/")
    hers.get_by_role("link", name="Find something again").click()
    hers.get_by_label("Words to look for").fill("Heron")
    hers.get_by_role("button", name="Look for it").click()
    heading = hers.get_by_role("heading", name="Found", exact=True)
    expect(heading).to_be_visible()
    if hers.evaluate("Boolean(window.htmx)"):
        expect(heading).to_be_focused()
    assert_accessible(hers)
    expect(hers.locator("mark")).to_have_text(["heron", "heron"])
    assert hers.url.endswith("/us/search/")
    hers.get_by_role("link", name="Ben").click()
    expect(hers.get_by_text("saw the heron").first).to_be_visible()
