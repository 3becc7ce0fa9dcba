"""The story on a phone: read by month, an entry hidden for oneself, with and without scripts."""

from datetime import timedelta

from playwright.sync_api import expect

from couples import clock
from couples.accounts.models import Person
from couples.space.models import Couple
from journal.appreciations.models import Appreciation
from journal.checkins import services as checkins
from tests.browser.conftest import Phone, assert_accessible, both_ways

pytestmark = both_ways


def test_their_story_is_read_and_an_entry_hidden(phone: Phone, couple: Couple, ada: Person, ben: Person) -> None:
    on = clock.today(ben)  # the same evening for both: after midnight in Berlin it is not yet over in New York
    for person in (ada, ben):
        checkins.seal(couple, by=person, on=on, values={"line": "We sat by the river"})
    at = clock.now() - timedelta(days=30)
    note = Appreciation(couple=couple, author=ben, sealed_at=at, opened_at=at, kept_at=at)
    note.text = "Thank you for waiting up for me. I came home to a lit window."
    note.save()
    hers = phone(ada)
    hers.goto("/us/")
    hers.get_by_role("link", name="Our story").click()
    expect(hers.get_by_text("Your first evening", exact=True).first).to_be_visible()
    expect(hers.get_by_text("Back after four weeks.", exact=True).first).to_be_visible()
    assert_accessible(hers)
    hers.get_by_role("listitem").filter(has_text="lit window").get_by_role("button", name="Hide it").click()
    expect(hers.get_by_text("lit window")).to_have_count(0)
    hers.get_by_role("link", name="What you hide").click()
    expect(hers.get_by_text("lit window")).to_be_visible()
    assert_accessible(hers)
    hers.get_by_role("button", name="Show it again").click()
    expect(hers.get_by_text("There is nothing here.")).to_be_visible()
