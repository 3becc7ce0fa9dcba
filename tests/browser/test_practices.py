"""Questions, openings, where we are and looking ahead on two phones: sealed or kept until it is time."""

import re

from playwright.sync_api import expect

from couples.accounts.models import Person
from tests.browser.conftest import Phone, assert_accessible, both_ways, carry_on


@both_ways
def test_an_answer_stays_sealed_until_both_have_answered(phone: Phone, ada: Person, ben: Person) -> None:
    ben.zone = ada.zone  # for a quarter of each day her question would be tomorrow’s to him
    ben.save()
    hers, his = phone(ada), phone(ben)
    hers.goto("/questions/")
    assert_accessible(hers)
    hers.get_by_label("Your answer").fill("The lake, early, with you.")
    hers.get_by_role("button", name="Seal my answer").click()
    expect(hers.get_by_role("button", name="Take it back and change it")).to_be_visible()
    assert_accessible(hers)
    his.goto(hers.url)
    assert "The lake" not in his.content()
    his.get_by_label("Your answer").fill("The kitchen, when you sing.")
    his.get_by_role("button", name="Seal my answer").click()
    expect(his.get_by_text("The lake, early, with you.")).to_be_visible()
    assert_accessible(his)
    hers.goto(his.url)
    expect(hers.get_by_text("The kitchen, when you sing.")).to_be_visible()
    assert_accessible(hers)


@both_ways
def test_an_opening_is_kept_and_then_sent_with_time_to_take_it_back(phone: Phone, ada: Person, ben: Person) -> None:
    hers, his = phone(ada), phone(ben)
    hers.goto("/openings/")
    assert_accessible(hers)
    hers.get_by_role("link", name="What I value and miss").click()
    hers.get_by_label("What I value").fill("Our slow Sundays.")
    assert_accessible(hers)
    hers.get_by_role("button", name="Keep it private").click()
    expect(hers.get_by_role("button", name="Delete this draft")).to_be_visible()  # with a hint, if there is one
    hers.goto("/openings/")
    his.goto("/openings/")
    assert "slow Sundays" not in his.content()
    assert_accessible(hers)
    hers.get_by_role("link", name="Our slow Sundays.").click()
    hers.get_by_role("button", name="Send now").click()
    expect(hers.get_by_text("On its way.")).to_be_visible()
    assert_accessible(hers)
    his.goto("/openings/")
    assert "slow Sundays" not in his.content()
    hers.get_by_role("button", name="Undo").click()
    expect(hers.get_by_text("On its way.")).to_have_count(0)


@both_ways
def test_what_happened_to_us_opens_when_each_has_shared_a_line(phone: Phone, ada: Person, ben: Person) -> None:
    hers, his = phone(ada), phone(ben)
    hers.goto("/where-we-are/")
    assert_accessible(hers)
    hers.get_by_role("link", name="Work").click()
    hers.get_by_label("It weighs on me").check()
    carry_on(hers, to="Step 2 of 3")
    hers.get_by_label("In your own words").fill("The job ate our evenings.")
    carry_on(hers, to="Step 3 of 3")
    assert_accessible(hers)
    hers.get_by_role("button", name="Share this").click()
    expect(hers.get_by_text("sealed until you have both shared something")).to_be_visible()
    his.goto("/where-we-are/together/")
    assert "ate our evenings" not in his.content()
    his.goto("/where-we-are/observer/")
    assert_accessible(his)
    his.get_by_label("What they saw").fill("Two tired people who both meant well.")
    his.get_by_role("button", name="Share this").click()
    expect(his.get_by_text("The job ate our evenings.")).to_be_visible()
    assert_accessible(his)
    hers.goto("/where-we-are/together/")
    expect(hers.get_by_text("Two tired people who both meant well.")).to_be_visible()


@both_ways
def test_hopes_open_together_and_the_two_say_what_they_share(phone: Phone, ada: Person, ben: Person) -> None:
    hers, his = phone(ada), phone(ben)
    for page, words in ((hers, "A table outside"), (his, "Quiet evenings")):
        page.goto("/vision/")
        assert "A table outside" not in page.content()
        page.get_by_role("link", name="Write a hope").click()
        page.get_by_label("What do you hope for?").fill(words)
        for step in ("Step 2 of 4", "Step 3 of 4"):
            carry_on(page, to=step)
        page.get_by_label("Why does it matter to you?").select_option("Calm")
        assert_accessible(page)
        page.get_by_role("button", name=re.compile("^Save( now)?$")).click()
        expect(page.get_by_text(words)).to_be_visible()
        assert_accessible(page)
        page.get_by_role("button", name="Seal my hopes").click()
        expect(page.get_by_role("button", name="Seal my hopes")).to_have_count(0)
    assert_accessible(his)
    his.get_by_role("button", name="Same hope").first.click()
    expect(his.get_by_text("It counts once you both think so.")).to_be_visible()
    hers.goto("/vision/")
    hers.get_by_role("button", name="Yes, I think so too").click()
    expect(hers.get_by_role("heading", name="Hopes you share")).to_be_visible()
    assert_accessible(hers)
