"""Words that could not be sent: kept, found again, asked about, and never written over by another device."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect

from couples import clock
from couples.accounts.models import Person
from couples.space.models import Couple
from journal.appreciations.models import Appreciation
from journal.checkins.models import CheckIn
from tests.browser.conftest import Phone, Site, assert_accessible, both_makes, sign_in

SCRIPTS = "**/js/app*.js"
KEPT = "() => Object.keys(localStorage).length"
NEW = {
    "/thanks/new/": "thank you for",
    "/openings/new/?shape=moment": "I felt",
    "/vision/hopes/new/": "What do you hope for?",
    "/questions/": "Your answer",
    "/check-in/": "One thing you’d like to say",
    "/where-we-are/work/": "In your own words",
}
#: What is typed into the nth form: each its own, so that none is taken for another one's.
WORDS = "The soup, on Tuesday, number {}."
TWO_STEPS = {"/check-in/", "/where-we-are/work/"}
SIGN_OUT = """() => {
  const form = document.createElement("form");
  Object.assign(form, { method: "post", action: "/account/logout/" });
  form.dataset.signsOut = "";
  form.append(document.querySelector("[name=csrfmiddlewaretoken]").cloneNode());
  document.body.append(form);
  setTimeout(() => form.requestSubmit());
}"""
SENT_ONLY = {"/questions/ask/": "Your question", "/questions/ours/": "Your question"}
EVERY_FORM = NEW | SENT_ONLY


def cut(page: Page) -> Callable[[], None]:
    """Nothing that is to be kept arrives. The answer brings the line back."""

    def lose(route: Route, request: Request) -> None:
        if request.method == "POST" and not request.url.endswith("/hints/"):
            route.abort("internetdisconnected")
        else:
            route.continue_()

    page.context.route("**/*", lose)
    return lambda: page.context.unroute("**/*", lose)


def go_to(page: Page, path: str) -> None:
    """Where its words are asked for: in the second step of what has steps."""
    page.goto(path)
    if path in TWO_STEPS and page.get_by_text("Step 1 of").is_visible():
        page.get_by_role("button", name="Carry on").click()


#: One that saves itself, one in two steps and one that is only sent: what the other forms add is no browser's own.
EACH_KIND = ("/thanks/new/", "/check-in/", "/questions/ask/")


@both_makes
def test_what_could_not_be_sent_is_found_again(phone: Phone, make: Browser, ada: Person) -> None:
    hers = phone(ada)
    forms = EVERY_FORM if make.browser_type.name == "chromium" else {path: EVERY_FORM[path] for path in EACH_KIND}
    for number, (path, label) in enumerate(forms.items()):
        words = WORDS.format(number)
        go_to(hers, path)
        mend = cut(hers)
        hers.get_by_label(label).first.fill(words)
        expect(hers.locator("draft-form .saved")).to_contain_text(re.compile("safe on this|Saved on this"))
        hers.goto("/today/")
        row = hers.locator("unsent-words").get_by_role("link", name=words)
        expect(row).to_be_visible()
        row.click()
        expect(hers.get_by_label(label).first).to_have_value(words)
        hers.goto(path)
        expect(hers.get_by_label(label).first).to_have_value(words)
        mend()
        if path in SENT_ONLY:
            with hers.expect_event("load"):  # it leads on by itself, and the next address would come between
                hers.locator("draft-form .buttons .button").first.click()
            expect(hers.get_by_text(words).first).to_be_visible()
        else:
            hers.get_by_label(label).first.press("End")
            hers.keyboard.type("!")
            expect(hers.locator("draft-form .saved")).to_contain_text("Saved")
        hers.wait_for_function(f"{KEPT} === 0")
        hers.goto("/today/")
        expect(hers.locator("unsent-words")).to_be_hidden()


def test_from_today_it_is_sent_by_itself_once_there_is_a_line(phone: Phone, ada: Person, couple: Couple) -> None:
    hers = phone(ada)
    hers.goto("/thanks/new/")
    mend = cut(hers)
    hers.get_by_label("thank you for").fill("for the soup")
    expect(hers.locator(".saved")).to_contain_text("Not sent yet.")
    hers.goto("/thanks/")
    expect(hers.get_by_text("Not sent yet", exact=True)).to_be_visible()
    assert_accessible(hers)
    mend()
    hers.goto("/today/")
    hers.wait_for_function("() => !Object.keys(localStorage).length")
    expect(hers.locator("unsent-words")).to_be_hidden()
    assert [note.text for note in Appreciation.objects.filter(author=ada)] == ["for the soup"]


def test_it_can_be_thrown_away_and_taken_back_for_as_long_as_the_page_is_there(phone: Phone, ada: Person) -> None:
    hers = phone(ada)
    hers.goto("/questions/ask/")
    hers.get_by_label("Your question").fill("Where shall we walk?")
    expect(hers.locator(".saved")).to_contain_text("Saved on this device")
    hers.goto("/questions/")
    hers.get_by_role("button", name="Throw it away").click()
    hers.get_by_role("button", name="Undo").click()
    assert hers.evaluate(KEPT) == 1
    hers.get_by_role("button", name="Throw it away").click()
    expect(hers.get_by_text("Thrown away.")).to_be_visible()
    assert hers.evaluate(KEPT) == 0
    hers.goto("/today/")
    expect(hers.locator("unsent-words")).to_be_hidden()


@both_makes
@pytest.mark.parametrize("path", ["/you/", "/account/logout/"])
def test_signing_out_asks_while_something_is_not_sent(path: str, phone: Phone, ada: Person) -> None:
    hers = phone(ada)
    hers.goto("/questions/ask/")
    hers.get_by_label("Your question").fill("Where shall we walk?")
    expect(hers.locator(".saved")).to_contain_text("Saved on this device")
    hers.goto(path)
    hers.get_by_role("button", name="Sign out").click()
    expect(hers.get_by_text("Some of your words are not sent yet.")).to_be_focused()
    assert_accessible(hers)
    assert hers.evaluate(KEPT) == 1
    hers.get_by_role("button", name="Sign out").click()
    hers.wait_for_url(lambda url: path not in url)
    assert hers.evaluate(KEPT) == 0


def test_signing_out_sends_what_it_can_and_then_asks_nothing(phone: Phone, ada: Person, couple: Couple) -> None:
    hers = phone(ada)
    hers.goto("/thanks/new/")
    mend = cut(hers)
    hers.get_by_label("thank you for").fill("for the soup")
    expect(hers.locator(".saved")).to_contain_text("Not sent yet.")
    hers.goto("/you/")
    mend()
    hers.get_by_role("button", name="Sign out").click()
    hers.wait_for_url(lambda url: "/you/" not in url)
    assert [note.text for note in Appreciation.objects.filter(author=ada)] == ["for the soup"]


def test_another_person_on_the_same_phone_sees_nothing_of_it(
    phone: Phone, pages: Site, ada: Person, ben: Person
) -> None:
    shared = phone(ada)
    shared.goto("/questions/ask/")
    shared.get_by_label("Your question").fill("Where shall we walk?")
    expect(shared.locator(".saved")).to_contain_text("Saved on this device")
    sign_in(shared, pages, ben)
    for path in ("/today/", "/questions/", "/questions/ask/"):
        shared.goto(path)
        shared.evaluate("() => customElements.whenDefined('unsent-words')")
        assert "Where shall we walk?" not in shared.content()
    expect(shared.get_by_label("Your question")).to_have_value("")


@both_makes
def test_opening_a_page_writes_nothing(phone: Phone, ada: Person) -> None:
    """What the server says was there, and what the browser made of it, are the same."""
    hers = phone(ada)
    sent: list[str] = []
    hers.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    for path, label in EVERY_FORM.items():
        hers.goto(path)
        expect(hers.get_by_label(label).first).to_be_attached()
        hers.wait_for_function("() => document.querySelector('draft-form').copy")
        assert hers.evaluate(KEPT) == 0, path  # a page with something of its own keeps it at once
    assert sent == []


def hold_scripts(page: Page) -> list[Route]:
    held: list[Route] = []
    page.route(SCRIPTS, lambda route: held.append(route))
    return held


@both_makes
def test_words_typed_before_the_scripts_arrive_are_saved(phone: Phone, ada: Person) -> None:
    hers = phone(ada)
    for number, (path, label) in enumerate(NEW.items()):
        held = hold_scripts(hers)
        hers.goto(path, wait_until="commit")
        hers.get_by_label(label).first.fill(WORDS.format(number))
        assert held, path
        for route in held:
            route.continue_()
        expect(hers.locator("draft-form .saved")).to_contain_text("Saved")
        hers.unroute(SCRIPTS)


def too_early(page: Page, path: str) -> list[Route]:
    """The page is there, and its scripts never are; the next page has them."""
    held: list[Route] = []
    page.route(SCRIPTS, lambda route: route.continue_() if held else held.append(route))
    page.goto(path, wait_until="commit")
    return held


@both_makes
def test_words_survive_a_page_that_goes_before_its_scripts_arrive(phone: Phone, ada: Person) -> None:
    hers = phone(ada)
    for number, (path, label) in enumerate(EVERY_FORM.items()):
        words = WORDS.format(number)
        held = too_early(hers, path)
        hers.get_by_label(label).first.fill(words)
        assert held, path
        hers.goto("/today/")
        hers.locator("unsent-words").get_by_role("link", name=words).click()
        expect(hers.get_by_label(label).first).to_have_value(words)
        expect(hers.locator("draft-form .saved")).to_contain_text("Saved")
        hers.unroute(SCRIPTS)


@both_makes
@pytest.mark.parametrize("done", ["sent", "signed out"])
def test_nothing_stays_of_what_was_sent_or_whoever_signed_out_before_the_scripts(
    done: str, phone: Phone, ada: Person
) -> None:
    hers = phone(ada)
    too_early(hers, "/thanks/new/")
    hers.get_by_label("thank you for").fill("for the soup")
    if done == "sent":
        hers.get_by_role("button", name="Keep it private").click()
    else:
        hers.evaluate(SIGN_OUT)
    hers.wait_for_url(lambda url: "/thanks/new/" not in url)
    assert hers.evaluate("() => Object.keys(localStorage).filter((key) => key.includes(':early:')).length") == 0


@both_makes
def test_back_leads_to_the_page_after_a_refused_form_too(phone: Phone, ada: Person) -> None:
    hers = phone(ada)
    hers.goto("/thanks/")
    hers.get_by_role("link", name="Write one").click()
    for _ in range(2):
        hers.get_by_role("button", name="Send now").click()
        expect(hers.get_by_text("Almost. Look at this once more.")).to_be_visible()
    expect(hers).to_have_url(re.compile("/thanks/new/$"))
    hers.get_by_role("link", name="Thank-yous").click()
    hers.wait_for_url("**/thanks/")
    hers.go_back()
    expect(hers.get_by_role("button", name="Send now")).to_be_visible()
    hers.go_back()
    expect(hers).to_have_url(re.compile("/thanks/$"))
    hers.goto("/you/")
    hers.get_by_label("Your name").fill("")
    hers.get_by_role("button", name="Save").click()
    expect(hers.get_by_text("Almost. Look at this once more.")).to_be_visible()
    hers.get_by_role("link", name="Together").first.click()
    hers.wait_for_url("**/together/")
    hers.go_back()
    expect(hers.get_by_label("Your name")).to_have_value("Ada")


def deaf(page: Page) -> Page:
    """No hint ever comes, and nothing says so."""
    page.add_init_script("window.EventSource = class extends EventTarget { close() {} };")
    return page


@both_makes
def test_what_two_devices_write_into_one_form_is_all_kept(phone: Phone, ada: Person, couple: Couple) -> None:
    """No hints reach either: each page sends its whole form, and what it did not touch is not taken from the other."""
    handy, laptop = deaf(phone(ada)), deaf(phone(ada))
    for page in (handy, laptop):
        go_to(page, "/check-in/")
    laptop.get_by_label("One thing you’d like to say").fill("The line from the laptop.")
    expect(laptop.locator(".saved")).to_contain_text("Saved")
    handy.get_by_label("Something you’re looking forward to").fill("Ahead, from the phone.")
    expect(handy.locator(".saved")).to_contain_text("Saved")
    expect(handy.get_by_label("One thing you’d like to say")).to_have_value("The line from the laptop.")
    laptop.get_by_label("One thing you’d like to say").fill("The line from the laptop, and more.")
    expect(laptop.get_by_label("Something you’re looking forward to")).to_have_value("Ahead, from the phone.")
    mine = CheckIn.objects.get(author=ada, on=clock.today(ada))
    assert (mine.line, mine.ahead) == ("The line from the laptop, and more.", "Ahead, from the phone.")


@pytest.mark.parametrize("phone", [True, False], indirect=True, ids=["scripts", "no scripts"])
def test_nobody_sends_what_is_not_on_their_page(phone: Phone, ada: Person, couple: Couple) -> None:
    handy, laptop = phone(ada), phone(ada)
    for page in (handy, laptop):
        page.goto("/thanks/new/")
    handy.get_by_label("thank you for").fill("for the soup")
    handy.get_by_role("button", name="Keep it private").click()
    handy.get_by_role("link", name="for the soup").click()
    laptop.goto(handy.url)
    handy.get_by_label("What I think it took").fill("An evening.")
    handy.get_by_role("button", name="Keep it private").click()
    expect(handy.get_by_text("Saved. Only you can see it.")).to_be_visible()
    deaf(laptop)
    laptop.get_by_role("button", name="Send now").click()
    expect(laptop.get_by_text("You wrote more on another device.").first).to_be_visible()
    expect(laptop.get_by_label("What I think it took")).to_have_value("An evening.")
    assert_accessible(laptop)
    assert not Appreciation.objects.filter(author=ada).opened().exists()
    laptop.get_by_role("button", name="Send now").click()
    expect(laptop.get_by_text("An evening.").first).to_be_visible()
