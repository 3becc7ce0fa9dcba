"""Help, for a stranger and beside a practice: read with and without scripts, by day and by night."""

from playwright.sync_api import expect

from couples.accounts.models import Person
from tests.browser.conftest import OpenPhone, Phone, Site, assert_accessible, both_ways


def test_a_stranger_reads_what_it_is_and_how_each_part_works(pages: Site, open_phone: OpenPhone) -> None:
    for scripts, dark in [(True, True), (False, False)]:
        page = open_phone(pages, scripts=scripts, dark=dark)
        page.goto("/")
        page.get_by_role("contentinfo").get_by_role("link", name="Help").click()
        expect(page.get_by_role("heading", name="What if only one of us wants to?")).to_be_visible()
        assert_accessible(page)
        page.get_by_role("link", name="Guidelines for arguing").click()
        expect(page.get_by_text("Do I have to sign?")).to_be_visible()
        assert_accessible(page)
        page.set_viewport_size({"width": 320, "height": 568})
        assert_accessible(page)
        page.get_by_role("link", name="Help", exact=True).first.click()
        page.get_by_role("link", name="If you’re not sure you’re safe").click()
        expect(page.get_by_role("heading", name="If you’re not sure you’re safe")).to_be_in_viewport()


@both_ways
def test_a_practice_says_how_it_works_at_the_end_of_its_page(phone: Phone, ada: Person, ben: Person) -> None:
    page = phone(ada)
    page.goto("/questions/")
    answer = page.get_by_text("Both of you, once you have both answered.")
    expect(answer).to_be_hidden()
    page.get_by_text("How this works").click()
    expect(answer).to_be_visible()
    assert_accessible(page)
