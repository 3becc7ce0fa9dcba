"""Two phones, one list of guidelines: what each types reaches the other, and nobody's words or caret are touched."""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, Route, expect

from couples.accounts.models import Person
from couples.space.models import Couple
from journal.agreements import services
from journal.agreements.models import MOST_LINES, Guideline, Overlap
from journal.agreements.signing.digest import digest
from tests.browser.conftest import OpenPhone, Site, assert_accessible, both_makes

OpenFor = Callable[..., Page]
BREAK = "We stop when either says break."
CARET = "area => [area.selectionStart, area.selectionEnd]"


@pytest.fixture
def line(pages: Site, couple: Couple, ada: Person) -> Guideline:
    services.add_line(couple, by=ada, text="We come back the same day.", op_id=uuid4())
    return services.add_line(couple, by=ada, text=BREAK, op_id=uuid4())


@pytest.fixture
def open_for(pages: Site, open_phone: OpenPhone, client_for: Callable[[Person], Client]) -> OpenFor:
    def opened(person: Person, path: str = "/guidelines/", **how: Any) -> Page:
        page = open_phone(pages, **how)
        session = client_for(person).cookies["session"].value
        page.context.add_cookies([{"name": "session", "value": session, "url": pages.url}])
        if how.get("scripts") is False:
            page.goto(path)
        else:
            with page.expect_response(lambda answer: "/guidelines/lines/" in answer.url):  # live: it has caught up
                page.goto(path)
        return page

    return opened


def area(page: Page, line: Guideline) -> Any:
    return page.locator(f"#words-{line.pk}")


def text_of(line: Guideline) -> str:
    return Guideline.objects.get(pk=line.pk).text


def another_tab(one: Page) -> Page:
    two = one.context.new_page()
    with two.expect_response(lambda answer: "/guidelines/lines/" in answer.url):
        two.goto("/guidelines/")
    return two


def type_unsent(line: Guideline, one: Page, two: Page) -> str:
    """At the end in the one tab and at the beginning in the other. Returns what the two make together."""
    for page, key, words in ((one, "Control+End", " One."), (two, "Control+Home", "Two: ")):
        page.bring_to_front()
        area(page, line).press(key)
        area(page, line).press_sequentially(words)
        expect(page.locator(f"#line-{line.pk} .saved")).to_contain_text("Your words are safe")
    return f"Two: {BREAK} One."


@both_makes
def test_a_saved_change_is_on_the_partners_page_at_once(
    line: Guideline, ada: Person, ben: Person, open_for: OpenFor
) -> None:
    hers, his = open_for(ada), open_for(ben)
    his.evaluate(
        """id => addEventListener("guideline:put", (event) => {
            if (event.target.id === id) window.shown = Date.now() }, true)""",
        f"words-{line.pk}",
    )
    area(hers, line).press("Control+End")
    with hers.expect_request(lambda request: request.method == "POST") as sent:
        area(hers, line).press_sequentially(" At once.")
    expect(area(his, line)).to_have_value(f"{BREAK} At once.")
    expect(hers.locator(f"#line-{line.pk} .saved")).to_contain_text("Saved")
    taken = his.evaluate("window.shown") - sent.value.timing["startTime"]
    assert taken < 1500, f"{taken} ms"  # what it should be is measured by bin/bench; a busy machine is no failure


@both_makes
def test_both_type_in_one_line_and_neither_caret_moves(
    line: Guideline, ada: Person, ben: Person, open_for: OpenFor
) -> None:
    hers, his = open_for(ada), open_for(ben)
    area(hers, line).press("Control+Home")
    area(his, line).press("Control+End")
    area(hers, line).press_sequentially("Please: ")
    area(his, line).press_sequentially(" Both of us.")
    both = f"Please: {BREAK} Both of us."
    expect(area(hers, line)).to_have_value(both)
    expect(area(his, line)).to_have_value(both)
    assert area(hers, line).evaluate(CARET) == [8, 8]
    assert area(his, line).evaluate(CARET) == [len(both), len(both)]


@both_makes
def test_undo_takes_back_what_was_typed_here_and_never_the_partners_words(
    line: Guideline, ada: Person, ben: Person, open_for: OpenFor
) -> None:
    """A browser's history knows one order of changes and nobody's name, so what came in goes out and in again. What was
    typed around the partner's words stays: to take it back would take theirs.
    """
    hers, his = open_for(ada), open_for(ben)
    area(hers, line).press("Control+End")
    area(hers, line).press_sequentially(" Slowly.")
    expect(area(his, line)).to_have_value(f"{BREAK} Slowly.")
    area(his, line).press("Control+Home")
    area(his, line).press_sequentially("Please 🐢: ")
    both = f"Please 🐢: {BREAK} Slowly."
    expect(area(hers, line)).to_have_value(both)
    assert area(hers, line).evaluate(CARET) == [len(both) + 1] * 2  # the turtle is two to a browser
    area(hers, line).press("Control+z")
    expect(area(hers, line)).to_have_value(f"Please 🐢: {BREAK}")
    expect(area(his, line)).to_have_value(f"Please 🐢: {BREAK}")
    area(hers, line).press("Control+z")
    area(hers, line).press("Control+End")
    area(hers, line).press_sequentially(" Both of us.")
    expect(area(his, line)).to_have_value(f"Please 🐢: {BREAK} Both of us.")
    assert text_of(line) == f"Please 🐢: {BREAK} Both of us."


def test_what_comes_in_is_not_taken_for_typing(line: Guideline, ada: Person, ben: Person, open_for: OpenFor) -> None:
    hers, his = open_for(ada), open_for(ben)
    saved: list[str] = []
    hers.on("request", lambda asked: saved.append(asked.url) if asked.method == "POST" else None)
    area(hers, line).focus()
    area(his, line).press("Control+End")
    area(his, line).press_sequentially(" Slowly.")
    expect(area(hers, line)).to_have_value(f"{BREAK} Slowly.")
    with hers.expect_response("**/open/"):  # later than a saving would be: both have it open, and ask again
        area(his, line).blur()
    assert not [url for url in saved if not url.endswith("/open/")]
    assert Guideline.objects.get(pk=line.pk).rev == 2


@both_makes
def test_words_typed_while_a_saving_is_under_way_are_kept_beside_the_partners(
    line: Guideline, ada: Person, ben: Person, open_for: OpenFor
) -> None:
    hers = open_for(ada)
    area(hers, line).press("Control+End")
    held: list[Route] = []
    address = f"**/guidelines/lines/{line.pk}/"
    hers.route(address, lambda route: route.continue_() if held else held.append(route))
    with hers.expect_request(address):
        area(hers, line).press_sequentially(" Slowly")
    services.revise(line, by=ben, text=f"Please: {BREAK}", base_rev=1, op_id=uuid4())
    area(hers, line).press_sequentially(" now.")
    held[0].continue_()
    expect(area(hers, line)).to_have_value(f"Please: {BREAK} Slowly now.")
    expect(hers.locator(f"#line-{line.pk} .saved")).to_contain_text("Saved")
    assert text_of(line) == f"Please: {BREAK} Slowly now."


@both_makes
def test_two_tabs_of_one_person_each_keep_what_is_typed_in_the_other(
    line: Guideline, ada: Person, open_for: OpenFor
) -> None:
    one = open_for(ada)
    two = another_tab(one)
    area(one, line).press("Control+End")
    area(one, line).press_sequentially(" One.")
    area(two, line).press("Control+Home")
    area(two, line).press_sequentially("Two: ")
    for page in (one, two):
        page.bring_to_front()
        expect(area(page, line)).to_have_value(f"Two: {BREAK} One.")
    assert text_of(line) == f"Two: {BREAK} One."


def test_a_lost_answer_loses_nothing_and_doubles_nothing(
    line: Guideline, ada: Person, ben: Person, open_for: OpenFor
) -> None:
    hers, his = open_for(ada), open_for(ben)
    lost: list[str] = []

    def lose(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch().text())
            route.abort("internetdisconnected")
        else:
            route.continue_()

    hers.route(f"**/guidelines/lines/{line.pk}/", lose)
    area(hers, line).press("Control+End")
    area(hers, line).press_sequentially(" Once.")
    expect(area(his, line)).to_have_value(f"{BREAK} Once.")
    expect(hers.locator(f"#line-{line.pk} .saved")).to_contain_text("Your words are safe")
    expect(hers.locator(f"#line-{line.pk} .saved")).to_contain_text("Saved")
    assert lost
    assert text_of(line) == f"{BREAK} Once."
    assert hers.evaluate("Object.keys(localStorage).length") == 0


@both_makes
def test_words_typed_offline_wait_on_the_phone_and_survive_closing_the_page(
    line: Guideline, ada: Person, open_for: OpenFor
) -> None:
    hers = open_for(ada)
    hers.route("**/guidelines/lines/**", lambda route: route.abort("internetdisconnected"))
    area(hers, line).press("Control+End")
    area(hers, line).press_sequentially(" Offline.")
    expect(hers.locator(f"#line-{line.pk} .saved")).to_have_text("Not sent yet. Your words are safe on this device.")
    [kept] = hers.evaluate("Object.keys(localStorage)")
    assert kept.startswith(f"nearer:{ada.pk}:guideline:{line.pk}:")
    hers.unroute("**/guidelines/lines/**")
    hers.goto("/about/")
    hers.goto("/guidelines/")
    expect(area(hers, line)).to_have_value(f"{BREAK} Offline.")
    expect(hers.locator(f"#line-{line.pk} .saved")).to_contain_text("Saved")
    assert hers.evaluate("Object.keys(localStorage).length") == 0
    assert text_of(line) == f"{BREAK} Offline."


@both_makes
def test_words_typed_offline_in_two_tabs_are_all_there_when_both_were_closed(
    line: Guideline, ada: Person, open_for: OpenFor
) -> None:
    one = open_for(ada)
    two = another_tab(one)
    one.context.route("**/guidelines/lines/**", lambda route: route.abort("internetdisconnected"))
    both = type_unsent(line, one, two)
    three = one.context.new_page()
    three.goto("/about/")
    assert three.evaluate("Object.keys(localStorage).length") == 2
    one.close()
    two.close()
    three.context.unroute("**/guidelines/lines/**")
    three.goto("/guidelines/")
    expect(area(three, line)).to_have_value(both)
    three.wait_for_function("() => !Object.keys(localStorage).length")
    assert text_of(line) == both


def test_words_whose_answers_were_lost_in_two_tabs_show_as_they_were_saved(
    line: Guideline, ada: Person, open_for: OpenFor
) -> None:
    one = open_for(ada)
    two = another_tab(one)

    def lose(route: Route) -> None:
        route.fetch()
        route.abort("internetdisconnected")

    one.context.route("**/guidelines/lines/*/", lose)
    both = type_unsent(line, one, two)
    three = one.context.new_page()
    three.goto("/about/")
    one.close()
    two.close()
    assert text_of(line) == both
    # The older answer comes last.
    three.evaluate(
        """() => {
        for (const [key, kept] of Object.entries(localStorage)) {
          localStorage.removeItem(key);
          localStorage.setItem(key.slice(0, -36) + (kept.includes("One.") ? "f" : "0").repeat(36), kept);
        }
      }"""
    )
    three.context.unroute("**/guidelines/lines/*/")
    three.goto("/guidelines/")
    three.wait_for_function("() => !Object.keys(localStorage).length")
    expect(area(three, line)).to_have_value(both)
    assert text_of(line) == both


@both_makes
def test_signing_out_takes_unsent_words_from_the_phone_and_from_the_other_tab(
    line: Guideline, ada: Person, open_for: OpenFor
) -> None:
    hers = open_for(ada)
    hers.context.route("**/guidelines/lines/**", lambda route: route.abort("internetdisconnected"))
    area(hers, line).press("Control+End")
    area(hers, line).press_sequentially(" Unsent.")
    expect(hers.locator(f"#line-{line.pk} .saved")).to_contain_text("Your words are safe")
    other = hers.context.new_page()
    other.goto("/account/logout/")
    other.get_by_role("button", name="Sign out").click()
    expect(other.get_by_text("Some of your words are not sent yet.")).to_be_focused()
    other.get_by_role("button", name="Sign out").click()
    other.wait_for_url(lambda url: "logout" not in url)
    assert other.evaluate("Object.keys(localStorage)") == []
    hers.bring_to_front()
    hers.wait_for_url("**/account/login/**")  # told by the server, whoever had looked away or not
    assert hers.evaluate("Object.keys(localStorage)") == [], "The other page kept them again as it went"
    assert text_of(line) == BREAK


def test_an_input_method_is_never_interrupted(line: Guideline, ada: Person, ben: Person, open_for: OpenFor) -> None:
    hers, his = open_for(ada), open_for(ben)
    area(hers, line).press("Control+End")
    session = hers.context.new_cdp_session(hers)
    session.send("Input.imeSetComposition", {"text": "夜", "selectionStart": 1, "selectionEnd": 1})
    area(his, line).press("Control+Home")
    with hers.expect_event("console", lambda said: said.text == "hinted"):
        hers.evaluate('document.body.addEventListener("live:guidelines", () => console.log("hinted"))')
        area(his, line).press_sequentially("Please: ")
    assert area(hers, line).input_value() == f"{BREAK}夜"
    session.send("Input.insertText", {"text": "夜に"})
    expect(area(hers, line)).to_have_value(f"Please: {BREAK}夜に")
    expect(area(his, line)).to_have_value(f"Please: {BREAK}夜に")


@both_makes
def test_both_are_asked_when_both_changed_the_same_words(
    line: Guideline, ada: Person, ben: Person, open_for: OpenFor
) -> None:
    hers, his = open_for(ada), open_for(ben)
    his.route("**/guidelines/lines/*/", lambda route: route.abort("internetdisconnected"))
    area(his, line).fill("We rest when either says break.")
    area(hers, line).fill("We pause when either says break.")
    expect(hers.locator(f"#line-{line.pk} .saved")).to_contain_text("Saved")
    his.unroute("**/guidelines/lines/*/")
    his.evaluate("dispatchEvent(new Event('online'))")
    for page in (hers, his):
        expect(page.get_by_role("heading", name="You both changed this sentence.")).to_be_visible()
        assert_accessible(page)
    expect(area(his, line)).to_have_value("We rest when either says break.")
    his.get_by_role("button", name="Keep Ada’s").click()
    for page in (hers, his):
        expect(page.locator(".overlap")).to_have_count(0)
        expect(area(page, line)).to_have_value("We pause when either says break.")
    assert Overlap.objects.get().mine == "We rest when either says break."


def test_the_list_changes_around_what_is_being_typed(
    line: Guideline, ada: Person, ben: Person, open_for: OpenFor
) -> None:
    hers, his = open_for(ada), open_for(ben)
    area(hers, line).press("Control+End")
    area(hers, line).press_sequentially(" Yes")
    his.get_by_label("Another guideline").fill("From Ben.")
    his.get_by_role("button", name="Add this guideline").click()
    expect(hers.locator("#lines > li")).to_have_count(3)
    his.locator(f"#line-{line.pk}").locator("[data-act=up]").click()
    expect(hers.locator("#lines > li").first).to_have_id(f"line-{line.pk}")
    expect(area(hers, line)).to_be_focused()
    hers.keyboard.type(", please.")
    expect(area(his, line)).to_have_value(f"{BREAK} Yes, please.")
    his.locator("#lines > li").last.locator("[data-act=remove]").click()
    expect(his.locator("#lines")).to_contain_text("You removed this guideline.")
    expect(hers.locator("#lines")).to_contain_text("Ben removed this guideline.")
    hers.get_by_role("button", name="Put it back").click()
    expect(his.locator("#lines textarea")).to_have_count(3)
    assert [each.text for each in Guideline.objects.in_draft().in_order()] == [
        f"{BREAK} Yes, please.",
        "We come back the same day.",
        "From Ben.",
    ]


@both_makes
def test_moving_by_keyboard_keeps_the_focus_on_the_line(line: Guideline, ada: Person, open_for: OpenFor) -> None:
    hers = open_for(ada)
    hers.locator(f"#line-{line.pk}").locator("[data-act=up]").press("Enter")
    expect(hers.locator("#lines > li").first).to_have_id(f"line-{line.pk}")
    expect(hers.locator(f"#line-{line.pk} :focus")).to_have_count(1)


@both_makes
def test_a_line_that_is_too_long_is_said_while_typing_and_kept(line: Guideline, ada: Person, open_for: OpenFor) -> None:
    hers = open_for(ada)
    area(hers, line).fill("x" * 2001)
    expect(hers.locator(f"#error-{line.pk}")).to_contain_text("too long for one guideline")
    area(hers, line).fill("x" * 2000)
    expect(hers.locator(f"#error-{line.pk}")).to_be_hidden()
    expect(hers.locator(f"#line-{line.pk} .saved")).to_contain_text("Saved")
    assert text_of(line) == "x" * 2000


@both_makes
def test_a_new_line_that_is_too_long_is_said_while_typing_too(line: Guideline, ada: Person, open_for: OpenFor) -> None:
    hers = open_for(ada)
    new = hers.get_by_label("Another guideline")
    new.fill("🐢" * 2001)
    said = hers.locator("#new-line-limit")
    expect(said).to_be_visible()
    expect(new).to_have_accessible_description(re.compile("room for 2,000 characters"))
    assert_accessible(hers)
    new.fill("🐢" * 2000)
    expect(said).to_have_count(0)
    hers.get_by_role("button", name="Add this guideline").click()
    expect(hers.locator("#lines > li")).to_have_count(3)
    assert Guideline.objects.order_by("-position")[0].text == "🐢" * 2000


@both_makes
def test_a_full_list_says_so_before_anybody_types_and_until_there_is_room(
    line: Guideline, couple: Couple, ada: Person, ben: Person, open_for: OpenFor
) -> None:
    for number in range(MOST_LINES - Guideline.objects.count()):
        services.add_line(couple, by=ben, text=f"We notice {number}.", op_id=uuid4())
    hers = open_for(ada)
    said = hers.get_by_text("The list is full at 100 guidelines.")
    expect(said).to_be_visible()
    new = hers.get_by_label("Another guideline")
    new.fill("One more.")
    hers.get_by_role("button", name="Add this guideline").click()
    expect(hers.get_by_text("There’s room for 100 guidelines.")).to_be_visible()
    expect(new).to_have_value("One more.")
    services.remove(line, by=ben)
    expect(said).to_be_hidden()


@both_makes
def test_a_hint_comes_on_a_pause_blocks_nothing_and_goes_with_what_it_was_about(
    line: Guideline, ada: Person, ben: Person, open_for: OpenFor
) -> None:
    hers, his = open_for(ada), open_for(ben)
    area(hers, line).fill("Ben must stop at once.")
    expect(hers.locator(f"#hint-{line.pk}")).to_contain_text("Could it start with “We”")
    expect(area(his, line)).to_have_value("Ben must stop at once.")
    expect(his.locator(f"#hint-{line.pk}")).to_be_empty()
    assert_accessible(hers)
    area(his, line).fill("We know each other’s passwords.")
    for page in (hers, his):
        expect(page.locator(f"#hint-{line.pk}").get_by_role("link")).to_be_visible()
    area(hers, line).fill("We stop at once.")
    for page in (hers, his):
        expect(page.locator(f"#hint-{line.pk}")).to_be_empty()


def test_that_both_have_one_line_open_is_said_there_and_goes_when_one_leaves_it(
    line: Guideline, couple: Couple, ada: Person, ben: Person, open_for: OpenFor
) -> None:
    other = Guideline.objects.in_order()[0]
    hers, his = open_for(ada), open_for(ben)
    area(hers, line).focus()
    area(his, other).focus()
    with his.expect_response(f"**/lines/{other.pk}/open/") as answer:
        pass
    assert answer.value.json() == {"also": False}
    expect(his.locator(".presence:visible")).to_have_count(0)
    area(his, line).focus()
    expect(his.locator(f"#line-{line.pk} .presence")).to_have_text("Ada is writing here too.")
    expect(hers.locator(f"#line-{line.pk} .presence")).to_have_text("Ben is writing here too.")
    expect(hers.locator(f"#line-{line.pk} .presence")).to_be_visible()
    expect(his.locator(f"#line-{line.pk} .presence")).to_be_visible()
    assert_accessible(hers)
    area(his, line).blur()
    expect(his.locator(f"#line-{line.pk} .presence")).to_be_hidden()
    expect(hers.locator(f"#line-{line.pk} .presence")).to_be_hidden()


def test_without_scripts_the_same_page_saves_merges_and_asks(
    line: Guideline, ada: Person, ben: Person, open_for: OpenFor
) -> None:
    hers, his = open_for(ada, scripts=False), open_for(ben, scripts=False)
    for page, words in ((hers, "We pause when either says break."), (his, "We rest when either says break.")):
        area(page, line).fill(words)
        page.locator(f"#line-{line.pk}").get_by_role("button", name="Save").click()
    expect(his.get_by_role("heading", name="Two versions of one guideline")).to_be_visible()
    his.get_by_role("button", name="Keep both").click()
    both = "We pause when either says break.\nWe rest when either says break."
    expect(area(his, line)).to_have_value(both)
    area(his, line).fill(f"{both} Slowly.")
    his.locator(f"#line-{line.pk}").get_by_role("button", name="Move it, or remove it").click()
    his.locator(f"#line-{line.pk}").locator("[data-act=up]").click()
    expect(his.locator("#lines > li").first).to_have_id(f"line-{line.pk}")
    assert text_of(line) == f"{both} Slowly."


@both_makes
@pytest.mark.parametrize("dark", [False, True])
def test_every_page_is_accessible_and_fits_a_small_phone(
    line: Guideline, couple: Couple, ada: Person, ben: Person, open_for: OpenFor, dark: bool
) -> None:
    services.revise(line, by=ben, text="Donaudampfschifffahrtsgesellschaft" * 8, base_rev=1, op_id=uuid4())
    words = services.words_of(Guideline.objects.in_draft().in_order())
    for person in (ada, ben):
        services.sign(couple, by=person, name=person.name * 20, digest=digest(words))
    services.remove(services.add_line(couple, by=ben, text="Removed.", op_id=uuid4()), by=ben)
    services.revise(line, by=ben, text="We pause.", base_rev=2, op_id=uuid4())
    services.revise(line, by=ada, text="We rest: " + "Donaudampfschifffahrt" * 4, base_rev=2, op_id=uuid4())
    page = open_for(ada, dark=dark)
    page.set_viewport_size({"width": 320, "height": 568})
    overlap = reverse("agreements:overlap", args=[Overlap.objects.get().pk])
    for path in ("", "starters/", "signing/", "history/", "versions/1/", overlap.removeprefix("/guidelines/")):
        page.goto(f"/guidelines/{path}")
        folded = page.locator("details:not([open]) > summary")
        while folded.count():
            folded.first.click()
        assert_accessible(page)


def test_what_both_signed_prints_on_one_page_with_both_names_and_nothing_of_the_app(
    line: Guideline, couple: Couple, ada: Person, ben: Person, open_for: OpenFor
) -> None:
    for number in range(18):
        services.add_line(couple, by=ben, text=f"{number}: we say what we noticed before we say why.", op_id=uuid4())
    words = services.words_of(Guideline.objects.in_draft().in_order())
    for person in (ada, ben):
        services.sign(couple, by=person, name=f"{person.name} Lark", digest=digest(words))
    page = open_for(ada, dark=True)
    page.goto("/guidelines/versions/1/")
    page.emulate_media(media="print")
    for shown in (*words, "Ada Lark", "Ben Lark", digest(words)):
        expect(page.get_by_text(shown, exact=True).locator("visible=true").first).to_be_visible()
    for hidden in (*page.get_by_role("button").all(), *page.locator("nav, .topbar, form, summary").all()):
        expect(hidden).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.body).colorScheme") != "dark", "White paper, whatever the evening"
    sheets = re.findall(rb"/Type ?/Page\b", page.pdf(format="A4"))
    assert len(sheets) == 1
