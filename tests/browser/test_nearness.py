"""Two lines on two phones: shown once both share them, gone from an open page when one stops."""

from datetime import timedelta

from playwright.sync_api import expect

from couples import clock
from couples.accounts.models import Person
from couples.space.models import Couple
from journal.nearness.models import WeekWord
from journal.nearness.services import week_of
from journal.nearness.words import Nearness
from tests.browser.conftest import Phone, assert_accessible


def test_two_lines_are_there_while_both_share_them(phone: Phone, couple: Couple, ada: Person, ben: Person) -> None:
    paths = {ada: ["close", "between", "apart", "apart", "closer"], ben: ["close", "close", "closer", "far", "close"]}
    for person, words in paths.items():
        for ago, word in enumerate(reversed(words)):
            said = WeekWord(couple=couple, person=person, week_on=week_of(clock.today(person)) - timedelta(weeks=ago))
            said.word = Nearness(word).value
            said.save()
    hers, his = phone(ada), phone(ben)
    for page in (hers, his):
        page.goto("/how-close/")
        expect(page.locator("figure.two-lines")).to_have_count(0)
        page.get_by_role("button", name="Share mine").click()
        expect(page.get_by_role("button", name="Stop sharing mine")).to_be_visible()
    expect(hers.get_by_role("img")).to_be_visible()
    hers.get_by_text("The same as a table").click()
    assert_accessible(hers)
    expect(hers.get_by_text("Both, once you save it")).to_be_visible()
    his.get_by_role("button", name="Stop sharing mine").click()
    expect(hers.locator("figure.two-lines")).to_have_count(0)
    expect(hers.get_by_text("Only me")).to_be_visible()
