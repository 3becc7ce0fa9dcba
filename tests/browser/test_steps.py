"""Long forms as one question a screen: a hope, and a topic of where we are. Without scripts each is one page."""

import re

import pytest
from playwright.sync_api import Route, expect

from couples.accounts.models import Person
from couples.space.models import Couple
from journal.assessments import services as assessments
from journal.assessments.models import Strain
from journal.visions.models import Hope
from tests.browser.conftest import Phone, assert_accessible, both_ways, carry_on


@both_ways
def test_a_hope_is_written_question_by_question(phone: Phone, ada: Person) -> None:
    hers = phone(ada)
    hers.goto("/vision/hopes/new/")
    hers.get_by_label("What do you hope for?").fill("A table outside")
    assert_accessible(hers)
    carry_on(hers, to="Step 2 of 4")
    hers.get_by_label("In five years").check()
    hers.get_by_label("In which part of life?").select_option("Where and how we live")
    carry_on(hers, to="Step 3 of 4")
    hers.get_by_label("Why does it matter to you?").select_option("Calm")
    assert_accessible(hers)
    carry_on(hers, to="Step 4 of 4")
    hers.get_by_label("I don’t know").check()
    hers.get_by_role("button", name="Save", exact=True).click()
    expect(hers.get_by_role("heading", name="In five years")).to_be_visible()
    hope = Hope.objects.get()
    assert (hope.words, hope.horizon, hope.area) == ("A table outside", 5, "home")
    assert (hope.value, hope.guess) == ("calm", "unsure")


def test_one_question_stands_on_the_screen_and_the_way_back_keeps_the_words(phone: Phone, ada: Person) -> None:
    hers = phone(ada)
    hers.goto("/vision/hopes/new/")
    words, when = hers.get_by_label("What do you hope for?"), hers.get_by_label("In a year")
    expect(words).to_be_visible()
    expect(when).to_be_hidden()
    expect(hers.get_by_role("button", name="Back")).to_be_hidden()
    words.fill("A table outside")
    carry_on(hers, to="Step 2 of 4")
    expect(words).to_be_hidden()
    expect(when).to_be_visible()
    hers.get_by_role("button", name="Back").click()
    expect(words).to_have_value("A table outside")
    expect(words).to_be_visible()
    # One answer is enough: the others can be left for another evening.
    hers.get_by_role("button", name="Save now").click()
    expect(hers.get_by_role("link", name=re.compile("A table outside"))).to_be_visible()


def test_what_is_missing_is_shown_in_its_step(phone: Phone, ada: Person) -> None:
    hers = phone(ada)
    hers.goto("/vision/hopes/new/")
    carry_on(hers, to="Step 2 of 4")
    hers.get_by_role("button", name="Save now").click()
    expect(hers.get_by_text("Almost").first).to_be_visible()
    expect(hers.get_by_label("What do you hope for?")).to_be_visible()
    assert_accessible(hers)


def test_all_that_is_shared_was_on_the_screen(phone: Phone, couple: Couple, ada: Person) -> None:
    begun = {"weight": "much", "words": "Begun on the train.", "part": ""}
    assessments.keep(couple, by=ada, topic="work", values=begun)
    hers = phone(ada)
    hers.goto("/where-we-are/work/")
    # It begins where the words are; sharing them is offered behind all of them.
    expect(hers.get_by_label("In your own words")).to_be_visible()
    expect(hers.get_by_role("button", name="Share this")).to_be_hidden()
    carry_on(hers, to="Step 3 of 3")
    hers.get_by_label("My part in this").fill("I stopped asking.")
    hers.get_by_role("button", name="Share this").click()
    expect(hers.get_by_text("sealed until you have both shared something")).to_be_visible()
    shared = Strain.objects.get()
    assert (shared.weight, shared.words, shared.part) == ("much", "Begun on the train.", "I stopped asking.")


def test_one_tap_on_how_heavy_it_is_can_be_kept_at_once(phone: Phone, ada: Person) -> None:
    hers = phone(ada)
    hers.goto("/where-we-are/work/")
    hers.get_by_label("It weighs on me").check()
    expect(hers.get_by_label("In your own words")).to_be_hidden()
    hers.get_by_role("button", name="Keep it private").click()
    expect(hers.get_by_text("Saved. Only you can see it.")).to_be_visible()
    assert Strain.objects.get().weight == "much"


NOTE_SHIFTS = """window.shifted = 0; new PerformanceObserver((list) => {
  for (const each of list.getEntries()) if (!each.hadRecentInput) window.shifted += each.value;
}).observe({type: "layout-shift", buffered: true})"""
PAINTED = "() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(true))))"


@pytest.mark.parametrize("path", ["/check-in/", "/vision/hopes/new/", "/where-we-are/work/"])
def test_nothing_jumps_when_the_scripts_come_late(phone: Phone, ada: Person, path: str) -> None:
    hers = phone(ada)
    hers.add_init_script(NOTE_SHIFTS)
    held: list[Route] = []
    hers.route("**/js/signed-in*.js", lambda route: held.append(route))
    hers.goto(path, wait_until="commit")
    expect(hers.locator("#step-1")).to_be_visible()
    hers.evaluate(PAINTED)
    [script] = held
    script.continue_()
    expect(hers.locator("#step-2")).to_be_hidden()
    hers.evaluate(PAINTED)
    assert hers.evaluate("window.shifted") < 0.1
