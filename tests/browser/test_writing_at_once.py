"""What the partner does must never cost one's own words, caret, selection or way back, in browsers of two makes."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Error, Page, Route, expect

from couples.accounts.models import Person
from couples.space.models import Couple
from journal.agreements import services
from journal.agreements.models import Guideline
from tests.browser.conftest import OpenPhone, Site, both_makes, sign_in

pytestmark = both_makes
Write = Callable[..., None]
FORBIDDEN = 403
FIVE = "one two three four five"
CARET = "area => [area.selectionStart, area.selectionEnd]"
KEPT = "() => Object.keys(localStorage).filter((key) => key.startsWith('nearer:')).length"
HINTED = """() => new Promise((resolve) => document.body.addEventListener("live:guidelines", () => resolve(true)))"""
PAUSE = "() => new Promise((resolve) => setTimeout(resolve, 1100))"


@pytest.fixture
def line(pages: Site, couple: Couple, ada: Person) -> Guideline:
    return services.add_line(couple, by=ada, text=FIVE, op_id=uuid4())


@pytest.fixture
def hers(pages: Site, open_phone: OpenPhone, line: Guideline, ada: Person) -> Page:
    return opened(sign_in(open_phone(pages), pages, ada))


@pytest.fixture
def write(line: Guideline, ben: Person) -> Write:
    def written(text: str) -> None:
        line.refresh_from_db()
        services.revise(line, by=ben, text=text, base_rev=line.rev, op_id=uuid4())

    return written


def opened(page: Page) -> Page:
    with page.expect_response(lambda answer: "/guidelines/lines/" in answer.url):  # live: it has caught up
        page.goto("/guidelines/")
    return page


def area(page: Page, line: Guideline) -> Any:
    return page.locator(f"#words-{line.pk}")


def said(page: Page, line: Guideline) -> Any:
    return page.locator(f"#line-{line.pk} .saved")


def select(page: Page, line: Guideline, start: int, end: int | None = None) -> None:
    area(page, line).focus()
    area(page, line).evaluate("(area, at) => area.setSelectionRange(...at)", [start, start if end is None else end])


def text_of(line: Guideline) -> str:
    return Guideline.objects.get(pk=line.pk).text


#: Where her caret is in `FIVE`, what Ben makes of it meanwhile, and where her next key has to land.
CARETS = [
    (13, "1 two three four five six", "1 two threeX four five six"),
    (8, "1 two three four five six", "1 two Xthree four five six"),
    (10, "0 one two three four 5", "0 one two thXree four 5"),
    (0, "1 two three four five six", "X1 two three four five six"),
    (23, "1 two three four five six", "1 two three four fiveX six"),
    (23, "one three four 🐢 five", "one three four 🐢 fiveX"),
    (14, "one two 3 four five", "one two 3 Xfour five"),
    (8, "one two and three, four five", "one two and Xthree, four five"),
]


def test_a_caret_stays_between_the_same_two_words(line: Guideline, hers: Page, write: Write) -> None:
    for caret, theirs, key_lands in CARETS:
        select(hers, line, caret)
        write(theirs)
        expect(area(hers, line)).to_have_value(theirs)
        start, end = area(hers, line).evaluate(CARET)
        assert start == end
        hers.keyboard.type("X")
        hers.wait_for_function(f"() => ({KEPT})() === 0")
        assert text_of(line) == key_lands
        write(FIVE)
        expect(area(hers, line)).to_have_value(FIVE)


def test_a_selection_stays_what_it_was(line: Guideline, hers: Page, write: Write) -> None:
    select(hers, line, 8, 18)
    theirs = "1 two and then three 🐢 four or five six"
    write(theirs)
    expect(area(hers, line)).to_have_value(theirs)
    start, end = area(hers, line).evaluate(CARET)
    assert theirs.encode("utf-16-le")[start * 2 : end * 2].decode("utf-16-le") == "three 🐢 four"


def test_undo_takes_back_each_own_step_and_never_the_partners(line: Guideline, hers: Page, write: Write) -> None:
    area(hers, line).press("Control+End")
    area(hers, line).press_sequentially(" six")
    expect(said(hers, line)).to_contain_text("Saved")
    write(f"1{FIVE[3:]} six")
    expect(area(hers, line)).to_have_value(f"1{FIVE[3:]} six")
    area(hers, line).press_sequentially(" seven")
    hers.evaluate(PAUSE)
    area(hers, line).press_sequentially(" eight")
    write("1 two three four 5 six seven")
    after = "1 two three four 5 six"
    expect(area(hers, line)).to_have_value(f"{after} seven eight")
    for expected in (f"{after} seven", after, "1 two three four 5", "1 two three four 5"):
        hers.keyboard.press("Control+z")
        expect(area(hers, line)).to_have_value(expected)
    for expected in (after, f"{after} seven", f"{after} seven eight", f"{after} seven eight"):
        hers.keyboard.press("Control+Shift+z")
        expect(area(hers, line)).to_have_value(expected)
    hers.keyboard.press("Control+z")
    expect(said(hers, line)).to_contain_text("Saved")
    expect(area(hers, line)).to_have_value(f"{after} seven")
    hers.wait_for_function(f"() => ({KEPT})() === 0")
    hers.reload()
    expect(area(hers, line)).to_have_value(f"{after} seven")


def test_words_typed_before_the_scripts_arrive_are_saved(
    pages: Site, open_phone: OpenPhone, line: Guideline, ada: Person
) -> None:
    page = sign_in(open_phone(pages), pages, ada)
    held: list[Route] = []
    page.route("**/js/guidelines/editor*.js", lambda route: held.append(route))
    page.goto("/guidelines/", wait_until="commit")
    area(page, line).press("Control+End")
    area(page, line).press_sequentially(" six")
    page.get_by_label("Another guideline").fill("A second one.")
    assert held
    held[0].continue_()
    expect(said(page, line)).to_contain_text("Saved")
    assert text_of(line) == f"{FIVE} six"
    expect(page.get_by_text("Not added yet. Your words are safe on this phone.")).to_be_visible()


def test_a_saving_that_is_never_answered_is_said_kept_and_tried_again(line: Guideline, hers: Page, ada: Person) -> None:
    held: list[Route] = []
    hers.route(f"**/guidelines/lines/{line.pk}/", lambda route: held.append(route))
    area(hers, line).press("Control+End")
    area(hers, line).press_sequentially(" six")
    expect(said(hers, line)).to_have_text("Not sent yet. Your words are safe on this device.", timeout=20_000)
    assert hers.evaluate(KEPT) == 1
    hers.unroute(f"**/guidelines/lines/{line.pk}/")
    expect(said(hers, line)).to_contain_text("Saved")  # given up, and tried again
    assert text_of(line) == f"{FIVE} six"
    assert hers.evaluate(KEPT) == 0


def test_a_saving_that_is_not_let_in_costs_no_words(make: Browser, pages: Site, line: Guideline, ada: Person) -> None:
    """As when its token is not the newest, or was cut off on the way. Not `open_phone`: a console calls it an error."""
    with make.new_context(base_url=pages.url) as context:
        hers = opened(sign_in(context.new_page(), pages, ada))
        cookies = context.cookies()
        context.clear_cookies(name="csrf")
        area(hers, line).press("Control+End")
        with hers.expect_response(lambda answer: answer.url.endswith(f"{line.pk}/") and answer.status == FORBIDDEN):
            area(hers, line).press_sequentially(" six")
        expect(said(hers, line)).to_have_text("Not sent yet. Your words are safe on this device.")
        assert hers.evaluate(KEPT) == 1
        context.add_cookies(cookies)  # type: ignore[arg-type]  # as they were
        expect(said(hers, line)).to_contain_text("Saved")  # tried again
        assert text_of(line) == f"{FIVE} six"


def test_a_copy_is_there_from_the_first_key_until_it_is_saved(line: Guideline, hers: Page) -> None:
    area(hers, line).press("Control+End")
    area(hers, line).press("!")
    assert hers.evaluate(KEPT) == 1
    expect(said(hers, line)).to_contain_text("Saved")
    assert hers.evaluate(KEPT) == 0


@pytest.mark.parametrize("done", ["a composition given up", "letters typed and taken back"])
def test_what_came_while_somebody_began_to_write_and_gave_up_is_shown(
    line: Guideline, hers: Page, write: Write, done: str
) -> None:
    area(hers, line).press("Control+End")
    if "composition" in done:
        area(hers, line).dispatch_event("compositionstart")
    else:
        hers.keyboard.type("x")
    hinted = hers.evaluate_handle(f"() => ({{promise: ({HINTED})()}})")
    write(f"{FIVE} six")
    hers.evaluate("hinted => hinted.promise", hinted)
    if "composition" in done:
        area(hers, line).dispatch_event("compositionend")
    else:
        hers.keyboard.press("Backspace")
    expect(area(hers, line)).to_have_value(f"{FIVE} six", timeout=20_000)


@pytest.mark.parametrize("lost", ["no answer", "502"])
def test_a_look_that_was_lost_is_taken_again(line: Guideline, hers: Page, write: Write, lost: str) -> None:
    failed: list[str] = []

    def once(route: Route) -> None:
        if failed or route.request.method != "GET":
            return route.continue_()
        failed.append(route.request.url)
        return route.abort("internetdisconnected") if lost == "no answer" else route.fulfill(status=422, body="")

    hers.route(f"**/guidelines/lines/{line.pk}/", once)
    write(f"{FIVE} six")
    expect(area(hers, line)).to_have_value(f"{FIVE} six", timeout=20_000)
    assert failed


def test_a_lost_hint_is_made_good(line: Guideline, hers: Page, write: Write, couple: Couple, ben: Person) -> None:
    hers.evaluate("document.querySelector('live-hints').remove()")
    write(f"{FIVE} six")
    services.add_line(couple, by=ben, text="A second line.", op_id=uuid4())
    expect(area(hers, line)).to_have_value(f"{FIVE} six", timeout=20_000)
    expect(hers.locator("#lines > li")).to_have_count(2, timeout=20_000)


def test_a_page_that_cannot_look_says_so(line: Guideline, hers: Page) -> None:
    hers.route("**/guidelines/revisions/**", lambda route: route.abort("internetdisconnected"))
    late = hers.get_by_text("This page may not show the newest words yet.")
    expect(late).to_be_visible(timeout=6_000)
    hers.unroute("**/guidelines/revisions/**")
    expect(late).to_be_hidden(timeout=6_000)


def test_whoever_writes_in_a_line_that_is_taken_away_is_told(line: Guideline, hers: Page, ben: Person) -> None:
    area(hers, line).press("Control+End")
    hers.keyboard.type(" six")
    services.remove(line, by=ben)
    expect(said(hers, line)).to_have_text("Ben removed this guideline.", timeout=20_000)
    hers.keyboard.type(" seven")
    expect(said(hers, line)).to_have_text("Ben removed this guideline.")
    area(hers, line).blur()
    back = hers.get_by_role("button", name="Put it back")
    expect(back).to_be_visible()
    expect(hers.locator("#lines")).to_contain_text(f"{FIVE} six seven")
    back.click()
    expect(area(hers, line)).to_have_value(f"{FIVE} six seven")
    expect(said(hers, line)).to_have_text("")


def test_a_new_line_not_added_yet_survives_reload_back_and_the_end_of_a_session(
    line: Guideline, hers: Page, ada: Person
) -> None:
    new = hers.get_by_label("Another guideline")
    new.press_sequentially("Not added.")
    expect(hers.get_by_text("Not added yet. Your words are safe on this phone.")).to_be_visible()
    hers.reload()
    expect(new).to_have_value("Not added.")
    hers.goto("/about/")
    hers.go_back()
    expect(new).to_have_value("Not added.")
    cookies = hers.context.cookies()
    hers.context.clear_cookies(name="session")
    # The page may find out by itself in this very moment, and lead there too.
    with suppress(Error):
        hers.evaluate("() => void setTimeout(() => location.assign('/talk/'))")
    hers.wait_for_url("**/account/login/**")
    hers.context.add_cookies(cookies)  # type: ignore[arg-type]  # as they were
    later = hers.context.new_page()
    hers.close()
    opened(later)
    new = later.get_by_label("Another guideline")
    expect(new).to_have_value("Not added.")
    later.get_by_role("button", name="Add this guideline").click()
    expect(later.locator("#lines > li")).to_have_count(2)
    expect(new).to_have_value("")
    later.wait_for_function(f"() => ({KEPT})() === 0")


def test_the_line_one_types_in_does_not_move(
    pages: Site, open_phone: OpenPhone, couple: Couple, line: Guideline, ada: Person, ben: Person
) -> None:
    last = [services.add_line(couple, by=ben, text=f"{number} {FIVE}", op_id=uuid4()) for number in range(12)][-1]
    page = opened(sign_in(open_phone(pages), pages, ada))
    area(page, last).press("End")
    top = area(page, last).evaluate("area => area.getBoundingClientRect().top")
    services.revise(line, by=ben, text="much longer " * 40, base_rev=1, op_id=uuid4())
    services.move(last, side="before", other=line)
    expect(area(page, line)).to_have_value("much longer " * 40)
    expect(page.locator("#lines > li").first).to_have_id(f"line-{last.pk}")
    services.move(last, side="after", other=line)
    expect(page.locator("#lines > li").nth(1)).to_have_id(f"line-{last.pk}")
    expect(area(page, last)).to_have_js_property("id", f"words-{last.pk}")
    assert area(page, last).evaluate("area => document.activeElement === area")
    assert abs(area(page, last).evaluate("area => area.getBoundingClientRect().top") - top) <= 1


def test_words_typed_before_the_scripts_arrive_survive_a_page_that_goes_before_they_do(
    pages: Site, open_phone: OpenPhone, line: Guideline, write: Write, ada: Person
) -> None:
    page = sign_in(open_phone(pages), pages, ada)
    held: list[Route] = []
    page.route("**/js/guidelines/editor*.js", lambda route: route.continue_() if held else held.append(route))
    page.goto("/guidelines/", wait_until="commit")
    area(page, line).press("Control+End")
    area(page, line).press_sequentially(" six")
    page.get_by_label("Another guideline").press_sequentially("A second one.")
    write(f"1{FIVE[3:]}")
    page.reload()
    expect(page.get_by_label("Another guideline")).to_have_value("A second one.")
    expect(area(page, line)).to_have_value(f"1{FIVE[3:]} six")
    page.wait_for_function(f"() => ({KEPT})() === 1")
    assert text_of(line) == f"1{FIVE[3:]} six"
