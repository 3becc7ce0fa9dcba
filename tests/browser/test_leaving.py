"""Leaving on a phone, and the other's open page that closes within five seconds (P1, S19)."""

from playwright.sync_api import expect

from couples.accounts.models import Person
from couples.space.models import Couple, Membership
from journal.appreciations import services as thanks
from tests.browser.conftest import Phone, assert_accessible, both_ways

FIVE_SECONDS = 5_000


@both_ways
def test_three_steps_on_a_phone(phone: Phone, ada: Person, ben: Person, couple: Couple) -> None:
    thanks.send_first(couple, by=ben, text="You left the light on")
    hers, his = phone(ada), phone(ben)
    his.goto("/today/")
    hers.goto("/you/leaving/")
    assert_accessible(hers)
    hers.get_by_role("link", name="Carry on without one").click()
    assert_accessible(hers)
    expect(hers.get_by_role("checkbox")).not_to_be_checked()
    hers.get_by_role("button", name="Carry on").click()
    expect(hers.get_by_text("gets no email")).to_be_visible()
    assert_accessible(hers)
    hers.get_by_role("button", name="Leave", exact=True).click()
    expect(hers.get_by_role("heading", name="What you keep")).to_be_visible()
    assert not Membership.objects.current().filter(couple=couple).exists()
    assert_accessible(hers)
    his.goto("/thanks/")
    expect(his.get_by_text("That’s all we know.")).to_be_visible()
    assert_accessible(his)
    his.get_by_role("button", name="See what I keep").click()
    his.get_by_role("link", name="Ada").click()
    assert_accessible(his)
    his.get_by_role("link", name="Thank-yous").click()
    expect(his.get_by_text("You left the light on")).to_be_visible()
    assert_accessible(his)


def test_the_others_open_page_closes_within_five_seconds(phone: Phone, ada: Person, ben: Person) -> None:
    hers, his = phone(ada), phone(ben)
    his.goto("/thanks/")
    expect(his.locator("live-hints[caught-up]")).to_have_count(1)
    hers.goto("/you/leaving/now/")
    hers.get_by_role("button", name="Leave", exact=True).click()
    expect(his.get_by_role("heading", name="This space is closed")).to_be_visible(timeout=FIVE_SECONDS)
    expect(hers.get_by_role("heading", name="What you keep")).to_be_visible()
