"""A whole talk, by keys alone on two phones that follow each other, and without scripts on one that is handed over."""

from typing import Literal
from uuid import uuid4

from playwright.sync_api import Locator, Page, expect

from couples import clock
from couples.accounts.models import Person
from couples.space.models import Couple
from journal.talks import beginning, ending
from journal.talks.models import Ending, Idea, Talk
from tests.browser.conftest import CONTRAST, PHONE, OpenPhone, Phone, Site, assert_accessible, found_by_axe, sign_in
from tests.journal.talks.talking import both_ready, say

#: Width in pixels, and how large text is: the narrowest phone, and twice the size on both kinds of screen.
WINDOWS = ((320, "100%"), (390, "200%"), (1280, "200%"))
SEEN = """(it) => it.matches(":focus-visible")
    && [it, it.closest("label")].some((each) => each && getComputedStyle(each).outlineStyle !== "none")"""


def look(page: Page, first: str) -> None:
    """Whose go it is stands first on the page."""
    expect(page.locator(".turn h2").first).to_have_text(first)
    readable(page)


def readable(page: Page) -> None:
    """By axe and with enhanced contrast, by day and by night; nothing is cut on a narrow phone or in large letters."""
    assert_accessible(page)
    page.emulate_media(color_scheme="dark")
    assert found_by_axe(page, CONTRAST) == []
    page.emulate_media(color_scheme="light")
    for width, size in WINDOWS:
        page.set_viewport_size({"width": width, "height": 844})
        page.evaluate("size => { document.documentElement.style.fontSize = size }", size)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{page.url}: {width}, {size}"
    page.evaluate("document.documentElement.removeAttribute('style')")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # a literal dict


def reach(page: Page, it: Locator) -> None:
    """With Tab alone; and one sees where one is."""
    expect(it).to_be_visible()
    for _tab in range(60):
        if it.evaluate("(it) => it === document.activeElement"):
            break
        page.keyboard.press("Tab")
    assert it.evaluate(SEEN)


def by_keys(page: Page, name: str, role: Literal["button", "link"] = "button") -> None:
    reach(page, page.get_by_role(role, name=name))
    page.keyboard.press("Enter")


def choose(page: Page, label: str) -> None:
    reach(page, page.get_by_label(label, exact=True))
    page.keyboard.press("Space")


def write(page: Page, label: str, words: str) -> None:
    reach(page, page.get_by_label(label))
    page.keyboard.type(words)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_a_whole_talk_on_two_phones_by_keys_alone(phone: Phone, ada: Person, ben: Person) -> None:
    hers, his = phone(ada), phone(ben)
    hers.goto("/talks/")
    by_keys(hers, "Begin a talk", "link")
    write(hers, "What would you like to talk about?", "Why you never plan the weekend")
    expect(hers.get_by_text("blames one of you")).to_be_visible()
    assert_accessible(hers)
    hers.keyboard.press("ControlOrMeta+a")
    hers.keyboard.type("Who does what at the weekend")
    by_keys(hers, "Go on")
    his.goto("/today/")
    expect(his.locator(".before-all")).to_contain_text("Ada would like to talk something through")
    by_keys(his, "Say when", "link")
    look(his, "First: when would suit you?")
    by_keys(his, "What you think it is like for Ada", "link")
    write(his, "What I think it is like for Ada", "She is alone with the lists.")
    readable(his)
    by_keys(his, "Save it for myself")
    expect(his.get_by_text("She is alone with the lists.")).to_be_visible()
    for page in (his, hers):
        choose(page, "Now")
        by_keys(page, "Save my answer")
        expect(page.locator(".turn h2").first).not_to_have_text("First: when would suit you?")
    talk = Talk.objects.get()
    Talk.objects.update(first=ada, speaker=ada)
    for page in (hers, his):
        page.goto(f"/talks/{talk.pk}/")
    look(his, "It’s Ada’s turn to speak.")
    for speaker, listener, name, other in ((hers, his, "Ada", "Ben"), (his, hers, "Ben", "Ada")):
        look(speaker, "It’s your turn to speak.")
        write(speaker, "What is it like for you?", f"By Sunday evening I feel alone with it, says {name}.")
        expect(speaker.locator(".saved").first).to_contain_text("Saved")
        assert f"with it, says {name}" not in listener.content()
        by_keys(speaker, f"Say it to {other}")
        look(listener, "It’s your turn to say back what you heard.")
        write(listener, f"What I hear you say, {name}, is", "You are alone with it on Sundays.")
        by_keys(listener, "Send")
        look(speaker, "It’s your turn: is that it?")
        by_keys(speaker, "Yes, that’s it")
        look(listener, f"{name} feels heard.")
        look(speaker, "Anything more you’d like to say?")
        by_keys(speaker, f"Hand over to {other}")
    assert "She is alone with the lists." not in hers.content()
    look(hers, "It’s your turn to speak.")
    by_keys(his, "Show it to Ada")
    expect(hers.get_by_text("She is alone with the lists.")).to_have_count(0)  # she may be typing
    for page in (hers, his):
        if not page.get_by_role("button", name="I feel understood enough").is_visible():
            reach(page, page.locator("summary", has_text="Ideas come later"))
            page.keyboard.press("Enter")
        by_keys(page, "I feel understood enough")
    look(his, "You both feel understood enough.")
    expect(his.get_by_text("She is alone with the lists.")).to_be_visible()
    write(his, "What could you try?", "On Friday after supper we plan for ten minutes.")
    by_keys(his, "Add the idea")
    hers.goto(f"/talks/{talk.pk}/")
    expect(hers.get_by_text("She is alone with the lists.")).to_be_visible()
    by_keys(hers, "Yes, let’s try it")
    expect(hers.get_by_text("You both want to try this")).to_be_visible()
    look(hers, "You both feel understood enough.")
    by_keys(hers, "What could help you try it", "link")
    readable(hers)
    by_keys(hers, "Back to the talk", "link")
    by_keys(hers, "End the talk", "link")
    choose(hers, "One small thing to try")
    write(hers, "One thing I understood about Ben", "You like to know early.")
    readable(hers)
    hers.set_viewport_size({"width": 1280, "height": 844})
    # Each side has room for a line of words, and not only for half of one.
    assert hers.get_by_label("One thing I understood about Ben").evaluate("(it) => it.offsetWidth") > 320
    hers.set_viewport_size(PHONE)  # type: ignore[arg-type]  # a literal dict
    by_keys(hers, "End the talk")
    look(hers, "This talk has ended.")
    his.goto(f"/talks/{talk.pk}/")
    write(his, "One thing I understood about Ada", "The lists are lonely.")
    by_keys(his, "Seal my sentence")
    for page in (his, hers):
        expect(page.get_by_text("You like to know early.")).to_be_visible()
        look(page, "This talk has ended.")
    its_day_comes(hers, his)


def test_whose_turn_it_is_is_read_out_and_keys_stay_where_they_were(
    couple: Couple, phone: Phone, ada: Person, ben: Person
) -> None:
    """To somebody who does not see the page change, and to somebody who is in what goes."""
    talk = both_ready(beginning.begin(couple, by=ada, other=ben, id=uuid4(), subject="The weekend"), ada, ben)
    his, on_keys, hers = phone(ben), phone(ben), phone(ada)
    for page in (his, on_keys):
        page.goto(f"/talks/{talk.pk}/")
        expect(page.locator("live-hints[caught-up]")).to_be_attached()
    on_keys.get_by_role("link", name="Our guidelines").focus()
    say(talk, ada, "I plan it alone.")
    for page in (his, on_keys):
        expect(page.locator("#status")).to_have_text("It’s your turn to say back what you heard. Not an answer yet.")
    expect(his.locator("body")).to_be_focused()
    expect(on_keys.get_by_role("link", name="Our guidelines")).to_be_focused()
    on_keys.get_by_label("What I hear you say, Ada, is").press_sequentially("You do")
    hers.goto(f"/talks/{talk.pk}/")
    expect(hers.locator("live-hints[caught-up]")).to_be_attached()
    hers.get_by_role("link", name="End the talk").focus()
    ending.end(talk, by=ben, ending=Ending.UNDERSTOOD)
    expect(hers.locator("[data-told]")).to_contain_text("This talk has ended.")
    expect(hers.locator("[data-told]")).to_be_focused()
    expect(on_keys.locator("#status")).to_have_text("Something changed in your talk. Look at it")
    expect(on_keys.get_by_label("What I hear you say, Ada, is")).to_be_focused()


def its_day_comes(hers: Page, his: Page) -> None:
    """Of the idea they wanted, where each of them lives."""
    Idea.objects.update(until=min(map(clock.today, Person.objects.all())))
    for page, answer in ((hers, "Keep it"), (his, "Let it go")):
        page.reload()
        by_keys(page, "Say how it goes on", "link")
        choose(page, "Keep it")
        if answer == "Let it go":
            page.keyboard.press("ArrowUp")
        readable(page)
        by_keys(page, "Seal my answer")
        expect(page.get_by_role("heading", name="This talk has ended.")).to_be_visible()
        readable(page)
    for page in (his, hers):
        expect(page.get_by_text("You let this rest.")).to_be_visible()


def test_a_talk_on_one_phone_without_scripts(
    pages: Site, open_phone: OpenPhone, phone: Phone, ada: Person, ben: Person
) -> None:
    """Back never shows what the other one had begun."""
    shared = sign_in(open_phone(pages, scripts=False), pages, ada)
    shared.set_viewport_size({"width": 320, "height": 640})
    shared.goto("/talks/new/")
    shared.get_by_label("What would you like to talk about?").fill("Money")
    press(shared, "Go on")
    shared.get_by_label("Now", exact=True).check()
    press(shared, "Save my answer")
    expect(shared.locator(".turn h2").first).to_have_text("You’ve said when it suits you.")
    handed_over(shared, "Ben")
    expect(shared.locator(".turn h2").first).to_have_text("First: when would suit you?")
    shared.get_by_label("Now", exact=True).check()
    press(shared, "Save my answer")
    Talk.objects.update(first=ada, speaker=ada)
    handed_back(shared, "Ada")
    expect(shared.locator(".turn h2").first).to_have_text("It’s your turn to speak.")
    shared.get_by_label("What is it like for you?").fill("I lie awake over it.")
    press(shared, "Say it to Ben")
    handed_over(shared, "Ben")
    expect(shared.locator(".turn h2").first).to_have_text("It’s your turn to say back what you heard.")
    shared.get_by_label("What I hear you say, Ada, is").fill("You lie awake.")
    expect(shared.get_by_role("button", name="Send", exact=True)).to_have_class("button")
    press(shared, "Send")
    expect(shared.locator(".turn h2").first).to_have_text("It’s Ada’s turn to say if that’s it.")
    expect(shared.locator(".turn p").first).to_have_text("Now give the phone back to Ada.")
    handed_back(shared, "Ada")
    press(shared, "Yes, that’s it")
    expect(shared.locator(".turn h2").first).to_have_text("Anything more you’d like to say?")
    shared.get_by_label("What is it like for you?").fill("Only half written")
    handed_over(shared, "Ben")
    for _back in range(2):
        shared.go_back()
        assert "Only half written" not in typed_on(shared)
    his = phone(ben)
    his.goto(f"/talks/{Talk.objects.get().pk}/")
    expect(his.get_by_text("Side by side, on Ada’s phone.")).to_be_visible()
    look(his, "Ada feels heard.")


def handed_over(page: Page, name: str) -> None:
    press(page, f"On one phone? Give it to {name}")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Give the phone to {name}")
    press(page, f"I’m {name}")


def handed_back(page: Page, name: str) -> None:
    press(page, f"Give the phone back to {name}")
    press(page, f"I’m {name}")


def typed_on(page: Page) -> str:
    return " ".join(each.input_value() for each in page.locator("textarea").all())
