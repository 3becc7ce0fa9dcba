"""Guidelines to borrow on a phone: opened group by group, borrowed once, and marked from then on."""

from playwright.sync_api import expect

from couples.accounts.models import Person
from tests.browser.conftest import Phone, assert_accessible, both_ways

WORDS = "We eat something and sit down before we talk about something hard."


@both_ways
def test_one_is_borrowed_from_a_folded_group_and_marked_for_both(phone: Phone, ada: Person, ben: Person) -> None:
    hers, his = phone(ada), phone(ben)
    hers.goto("/guidelines/starters/")
    assert_accessible(hers)
    borrowed = hers.get_by_role("listitem").filter(has_text=WORDS)
    expect(borrowed).to_be_hidden()
    hers.get_by_text("How we begin").click()
    borrowed.get_by_role("button", name="Add to our draft").click()
    expect(
        hers.get_by_text("It’s in your draft now.").or_(hers.locator("textarea", has_text=WORDS)).first
    ).to_be_visible()
    assert_accessible(hers)
    for page in (hers, his):
        page.goto("/guidelines/starters/")
        page.get_by_text("How we begin").click()
        again = page.get_by_role("listitem").filter(has_text=WORDS)
        expect(again.get_by_text("Among your guidelines already")).to_be_visible()
        expect(again.get_by_role("button")).to_have_count(0)
        page.emulate_media(color_scheme="dark")
        assert_accessible(page)
