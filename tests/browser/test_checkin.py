"""The check-in on two phones: two small steps, one page without scripts, and two taps on a tired evening."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from couples import clock
from couples.accounts.models import Person
from couples.space.models import Couple
from journal.checkins import services
from journal.checkins.models import CheckIn
from tests.browser.conftest import Phone, assert_accessible, both_ways
from tests.browser.test_main_job import carry_on

TODAY = "You both said something today."


def choose(page: Page, *labels: str) -> None:
    for label in labels:
        page.get_by_text(label, exact=True).click()


@pytest.fixture
def same_day(couple: Couple, ada: Person, ben: Person) -> None:
    """Both by one clock, so that the two are of one date at any hour of a run."""
    ben.zone = ada.zone
    ben.save()


@both_ways
def test_both_answer_and_read_each_other_in_sentences(
    phone: Phone, same_day: None, couple: Couple, ada: Person, ben: Person
) -> None:
    hers, his = phone(ada), phone(ben)
    hers.goto("/check-in/")
    assert_accessible(hers)
    choose(hers, "A little", "tired")
    carry_on(hers)
    hers.get_by_label("One thing you’d like to say").fill("Laughing about the goose.")
    hers.get_by_label(re.compile("looking forward to")).fill("an early night")
    hers.get_by_role("button", name="Seal my answer").click()
    expect(hers.get_by_role("heading", level=1)).to_have_text("Sealed.")
    his.goto("/check-in/")
    choose(his, "Some", "grateful")
    his.get_by_role("button", name="Seal my answer").last.click()
    expect(his.get_by_role("heading", level=1)).to_have_text(TODAY)
    hers.goto("/check-in/")
    for page in (his, hers):
        expect(page.get_by_role("heading", level=1)).to_have_text(TODAY)
        said = page.locator(".pair .said")
        expect(said.first).to_contain_text("Ada has a little energy today, and feels tired.")
        expect(said.first).to_contain_text("Looking forward to: an early night")
        expect(said.last).to_contain_text("Ben has some energy today, and feels grateful.")
        assert_accessible(page)


def test_a_press_hits_its_button_though_the_first_step_is_said_back_late(
    phone: Phone, couple: Couple, ada: Person
) -> None:
    hers = phone(ada)
    hers.goto("/check-in/")
    choose(hers, "A little", "tired")
    held: list[Route] = []
    hers.route("**/so-far/", lambda route: held.append(route))
    with hers.expect_request("**/so-far/"):
        carry_on(hers)
    seal = hers.get_by_role("button", name="Seal my answer", exact=True)
    seal.hover()
    hers.mouse.down()
    held[0].continue_()
    expect(hers.get_by_role("link", name="Change that")).to_be_visible()
    hers.mouse.up()
    expect(hers.get_by_role("heading", level=1)).to_have_text("Sealed.")


def test_two_taps_are_enough_on_a_tired_evening(phone: Phone, couple: Couple, ada: Person) -> None:
    hers = phone(ada)
    hers.goto("/check-in/")
    choose(hers, "None left")
    hers.get_by_role("button", name="Seal my answer now").click()
    expect(hers.get_by_role("heading", level=1)).to_have_text("Sealed.")
    mine = CheckIn.objects.get(author=ada)
    assert (mine.energy, mine.line, mine.sealed_at is not None) == ("none", "", True)


def test_the_second_step_says_the_first_back_and_leads_there_again(phone: Phone, couple: Couple, ada: Person) -> None:
    hers = phone(ada)
    hers.goto("/check-in/")
    expect(hers.get_by_text("Step 1 of 2")).to_be_visible()
    expect(hers.get_by_label("One thing you’d like to say")).to_be_hidden()
    choose(hers, "Plenty", "playful")
    hers.get_by_role("button", name="Carry on").click()
    expect(hers.get_by_role("heading", level=1)).to_be_focused()
    expect(hers.get_by_text("You have plenty of energy today, and feel playful.")).to_be_visible()
    assert_accessible(hers)
    hers.get_by_role("link", name="Change that").click()
    choose(hers, "playful")
    hers.get_by_role("button", name="Carry on").click()
    expect(hers.get_by_text("You have plenty of energy today.")).to_be_visible()
    # Skipping the first step is as good: nothing is said back of nothing.
    hers.get_by_role("button", name="Back").click()
    expect(hers.get_by_role("heading", level=1)).to_have_text("How are you today?")
    expect(hers.locator(".saved")).to_contain_text("Saved")


def test_words_of_the_second_step_are_seen_before_they_are_sent(phone: Phone, couple: Couple, ada: Person) -> None:
    services.save_draft(couple, by=ada, on=clock.today(ada), values={"line": "Begun on the train."})
    hers = phone(ada)
    hers.goto("/check-in/")
    expect(hers.get_by_label("One thing you’d like to say")).to_have_value("Begun on the train.")
    expect(hers.get_by_label("One thing you’d like to say")).to_be_visible()
    hers.get_by_role("button", name="Back").click()
    expect(hers.get_by_role("button", name="Carry on")).to_be_visible()
    expect(hers.get_by_role("button", name="Seal my answer now")).to_be_hidden()


def test_what_is_wrong_is_shown_where_it_is(phone: Phone, couple: Couple, ada: Person) -> None:
    hers = phone(ada)
    hers.goto("/check-in/")
    hers.get_by_role("button", name="Seal my answer now").click()
    expect(hers.get_by_text("Choose or write one small thing, or take today off.").first).to_be_visible()
    expect(hers.get_by_text("Step 1 of 2")).to_be_visible()
    hers.get_by_role("button", name="Carry on").click()
    hers.get_by_label("One thing you’d like to say").fill("x" * 1001)
    hers.get_by_role("button", name="Seal my answer").click()
    expect(hers.get_by_text(re.compile("room for 1000 characters")).first).to_be_visible()
    expect(hers.get_by_label("One thing you’d like to say")).to_be_visible()
