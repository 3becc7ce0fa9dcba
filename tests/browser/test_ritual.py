"""A ritual's page on two phones: how often, this one only, and what they noticed, seen by both without reloading."""

from playwright.sync_api import expect

from couples.accounts.models import Person
from tests.browser.conftest import Phone, assert_accessible, both_ways


@both_ways
def test_a_time_is_chosen_moved_once_and_looked_back_on(phone: Phone, ada: Person, ben: Person) -> None:
    hers = phone(ada)
    hers.goto("/rituals/new/")
    hers.get_by_label("What will you do?").fill("A walk")
    assert_accessible(hers)
    expect(hers.get_by_label("Which one in the month?")).to_be_hidden()
    hers.get_by_label("Every month, on the same weekday").check()
    expect(hers.get_by_label("Monday", exact=True)).to_be_hidden()
    hers.get_by_label("Which one in the month?").select_option("the last")
    hers.get_by_label("On which weekday?").select_option("Sunday")
    hers.get_by_role("button", name="Save").click()
    hers.wait_for_url("**/rituals/")  # the page before has a link of that name too: a walk together, to begin with
    hers.get_by_role("link", name="A walk").click()
    expect(hers.get_by_role("heading", name="A walk", level=1)).to_be_visible()
    expect(hers.get_by_text("On the last Sunday of each month")).to_be_visible()
    his = phone(ben)
    his.goto(hers.url)
    first = his.locator("#ritual .contents a").first
    first.click()
    assert_accessible(his)
    his.get_by_role("button", name="Skip this time").click()
    expect(his.get_by_text("Skipped this time", exact=True)).to_be_visible()
    his.get_by_role("button", name="Put it back").click()
    his.get_by_label("What did you notice?").fill("You waited for me at the gate.")
    his.get_by_role("button", name="Write it down").click()
    expect(his.get_by_text("You waited for me at the gate.")).to_be_visible()
    assert_accessible(his)
    his.get_by_role("button", name="Remove").click()
    his.get_by_role("button", name="Undo").click()
    hers.goto(his.url)
    expect(hers.get_by_text("You waited for me at the gate.")).to_be_visible()
    expect(hers.get_by_role("button", name="Remove")).to_have_count(0)


def test_what_one_writes_down_appears_on_the_others_open_page(phone: Phone, ada: Person, ben: Person) -> None:
    hers, his = phone(ada), phone(ben)
    hers.goto("/rituals/new/?like=coffee")
    hers.get_by_role("button", name="Save").click()
    hers.wait_for_url("**/rituals/")
    hers.get_by_role("link", name="Coffee without phones").click()
    expect(hers.get_by_label("What did you notice?")).to_be_visible()
    his.goto(hers.url)
    hers.get_by_label("What did you notice?").fill("Half a sentence")
    his.get_by_label("What did you notice?").fill("The dog came along.")
    his.get_by_role("button", name="Write it down").click()
    expect(hers.get_by_text("The dog came along.")).to_be_visible()
    expect(hers.get_by_label("What did you notice?")).to_have_value("Half a sentence")
