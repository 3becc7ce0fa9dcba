"""A whole talk, with scripts on two phones that follow each other, and without on one that is handed over."""

import re
from typing import Literal

from playwright.sync_api import Page, expect

from couples.accounts.models import Person
from journal.talks.models import Talk
from tests.browser.conftest import OpenPhone, Phone, Site, assert_accessible, sign_in


def look(page: Page, first: str) -> None:
    """Whose go it is stands first on the page, and the page can be read in both schemes."""
    expect(page.locator(".turn h2").first).to_have_text(first)
    schemes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme)
        assert_accessible(page)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_a_whole_talk_on_two_phones(phone: Phone, ada: Person, ben: Person) -> None:
    hers, his = phone(ada), phone(ben)
    hers.goto("/talks/")
    hers.get_by_role("link", name="Begin a talk").click()
    hers.get_by_label("What would you like to talk about?").fill("Why you never plan the weekend")
    expect(hers.get_by_text("blames one of you")).to_be_visible()
    assert_accessible(hers)
    hers.get_by_label("What would you like to talk about?").fill("Who does what at the weekend")
    press(hers, "Go on")
    his.goto("/today/")
    expect(his.locator(".before-all")).to_contain_text("Ada would like to talk something through")
    his.get_by_role("link", name="Say when", exact=True).click()
    look(his, "First: when would suit you?")
    for page in (his, hers):
        page.get_by_label("Now", exact=True).check()
        press(page, "Save my answer")
        expect(page.locator(".turn h2").first).not_to_have_text("First: when would suit you?")
    talk = Talk.objects.get()
    Talk.objects.update(first=ada, speaker=ada)
    for page in (hers, his):
        page.goto(f"/talks/{talk.pk}/")
    look(his, "It’s Ada’s turn to speak.")
    for speaker, listener, name, other in ((hers, his, "Ada", "Ben"), (his, hers, "Ben", "Ada")):
        look(speaker, "It’s your turn to speak.")
        speaker.get_by_label("What is it like for you?").fill(f"By Sunday evening I feel alone with it, says {name}.")
        expect(speaker.locator(".saved").first).to_contain_text("Saved")
        assert f"with it, says {name}" not in listener.content()
        press(speaker, f"Say it to {other}")
        look(listener, "It’s your turn to say back what you heard.")
        listener.get_by_label(f"What I hear you say, {name}, is").fill("You are alone with it on Sundays.")
        press(listener, "Send")
        look(speaker, "It’s your turn: is that it?")
        press(speaker, "Yes, that’s it")
        look(listener, f"{name} feels heard.")
        look(speaker, "Anything more you’d like to say?")
        press(speaker, f"Hand over to {other}")
    look(hers, "It’s your turn to speak.")
    for page in (hers, his):
        if not page.get_by_role("button", name="I feel understood enough").is_visible():
            page.get_by_text("Ideas come later").click()
        press(page, "I feel understood enough")
    look(his, "You both feel understood enough.")
    his.get_by_label("What could you try?").fill("On Friday after supper we plan for ten minutes.")
    press(his, "Add the idea")
    hers.goto(f"/talks/{talk.pk}/")
    press(hers, "Yes, let’s try it")
    expect(hers.get_by_text("You both want to try this")).to_be_visible()
    look(hers, "You both feel understood enough.")
    hers.get_by_role("link", name=re.compile("End the talk")).click()
    hers.get_by_label("One small thing to try").check()
    hers.get_by_label("One thing I understood about Ben").fill("You like to know early.")
    assert_accessible(hers)
    press(hers, "End the talk")
    look(hers, "This talk has ended.")
    his.goto(f"/talks/{talk.pk}/")
    his.get_by_label("One thing I understood about Ada").fill("The lists are lonely.")
    press(his, "Seal my sentence")
    for page in (his, hers):
        expect(page.get_by_text("You like to know early.")).to_be_visible()
        look(page, "This talk has ended.")


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
    press(shared, "Send")
    expect(shared.locator(".turn h2").first).to_have_text("It’s Ada’s turn to say if that’s it.")
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
