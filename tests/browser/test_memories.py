"""A memory written on one phone and read on the other, with and without scripts."""

from playwright.sync_api import expect

from couples.accounts.models import Person
from couples.space.models import Couple
from tests.browser.conftest import Phone, assert_accessible, both_ways

pytestmark = both_ways


def test_a_memory_is_written_and_both_find_it_in_their_story(
    phone: Phone, couple: Couple, ada: Person, ben: Person
) -> None:
    hers = phone(ada)
    hers.goto("/us/story/")
    hers.get_by_role("link", name="Write a memory").click()
    hers.get_by_label("What do you remember?").fill("Our first supper at the new table. We had no chairs.")
    hers.get_by_role("button", name="Save it for both").click()
    expect(hers.get_by_text("Choose the year.").first).to_be_visible()
    assert_accessible(hers)
    hers.get_by_label("Year").select_option("2019")
    hers.get_by_label("Month").select_option("06")
    hers.get_by_role("button", name="Save it for both").click()
    expect(hers.get_by_role("heading", name="June 2019")).to_be_visible()
    assert_accessible(hers)
    his = phone(ben)
    his.goto("/us/story/")
    expect(his.get_by_role("heading", name="June 2019")).to_be_visible()
    expect(his.get_by_text("We had no chairs.")).to_be_visible()
    expect(his.get_by_text("Some day that month")).to_be_visible()
