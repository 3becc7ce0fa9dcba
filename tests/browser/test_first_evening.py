"""The first hour, both people together: every touch and every typed letter is counted, to the first note.

A touch is a press on a link or a button, or the first one on a field. Opening the mail’s link is one, too.
"""

import re
import time
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Locator, Page, expect

from couples.space import services as space
from tests.browser.conftest import Mailbox, OpenPhone, Phone, Site, assert_accessible
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db(transaction=True)

ADA, BEN = "ada@example.org", "ben@example.org"
NOTE = "You left the light on."
MOST_TAPS, MOST_LETTERS, MOST_SECONDS = 14, 100, 180
#: How long somebody takes for each, on a phone: what the machine itself needs is measured beside it.
A_TAP, A_LETTER = 1.5, 0.4


@dataclass
class Thumb:
    """One person’s: does things to a page, and counts."""

    steps: list[str]
    letters: list[str] = field(default_factory=list)

    def press(self, what: Locator, words: str) -> None:
        self.steps.append(words)
        what.click()

    def write(self, box: Locator, words: str, said: str) -> None:
        self.press(box, said)
        self.letters += words
        box.press_sequentially(words)

    def follow(self, page: Page, link: str) -> None:
        self.steps.append("the link in the email")
        page.goto(link)


def begin(ada: Page, mailbox: Mailbox, thumb: Thumb) -> str:
    """From the first page to the invitation; its link, from Ben’s mail."""
    ada.goto("/")
    thumb.press(ada.get_by_role("link", name="Get started"), "Get started")
    thumb.write(ada.get_by_label("Your name"), "Ada", "Your name")
    thumb.write(ada.get_by_label("Your email address"), ADA, "Your email address")
    thumb.press(ada.get_by_role("button", name="Continue"), "Continue")
    write_code(ada, mailbox, ADA, thumb)
    thumb.write(ada.get_by_label("What do you call your partner?"), "Ben", "What do you call your partner?")
    thumb.write(ada.get_by_label(re.compile("one small thing")), NOTE, "One small thing you noticed")
    thumb.press(ada.get_by_role("button", name="I agree. Save and go on"), "I agree. Save and go on")
    thumb.write(ada.get_by_label("Their email address"), BEN, "Their email address")
    thumb.press(ada.get_by_role("button", name="Send the invitation"), "Send the invitation")
    expect(ada.get_by_role("heading", name="Your invitation is ready.")).to_be_visible()
    link = re.search(r"http\S+/i/\S+", mailbox.wait_for(BEN))
    assert link
    return link[0]


def write_code(page: Page, mailbox: Mailbox, address: str, thumb: Thumb, *, after: int = 0) -> None:
    """It goes on by itself once it is whole; the dash between its halves need not be typed."""
    code = mailbox.code_for(address, after=after).replace("-", "").lower()
    expect(page.get_by_text("Once you’ve typed the whole code, we carry on.")).to_be_visible()
    assert_accessible(page)
    thumb.write(page.get_by_label("The code from the email"), code, "The code from the email")


def join(ben: Page, mailbox: Mailbox, link: str, thumb: Thumb) -> None:
    came = len(mailbox.mails)
    thumb.follow(ben, link)
    thumb.write(ben.get_by_label("Your name"), "Ben", "Your name")
    thumb.press(ben.get_by_role("button", name="I agree. Join and read the note"), "I agree. Join and read the note")
    write_code(ben, mailbox, BEN, thumb, after=came)


def test_from_the_first_page_to_the_first_note_in_few_touches_and_letters(
    whole_site: Site, open_phone: OpenPhone, mailbox: Mailbox
) -> None:
    ada, ben = open_phone(whole_site), open_phone(whole_site, dark=True)
    hers, his = Thumb([]), Thumb([])
    began = time.monotonic()
    link = begin(ada, mailbox, hers)
    ada.goto("/today/")  # left open, as on a phone that lies there
    join(ben, mailbox, link, his)
    expect(ben.get_by_role("heading", level=1)).to_contain_text("Ada wrote you this.")
    expect(ben.get_by_text(NOTE)).to_be_visible()
    expect(ada.get_by_role("heading", level=1)).to_contain_text("Ben is here, and has your note.")
    expect(ada.get_by_role("link", name="Together")).to_be_visible()  # the page round it is still there
    taken = time.monotonic() - began
    for page in (ada, ben):
        assert_accessible(page)
    assert hers.steps == [
        "Get started",
        "Your name",
        "Your email address",
        "Continue",
        "The code from the email",
        "What do you call your partner?",
        "One small thing you noticed",
        "I agree. Save and go on",
        "Their email address",
        "Send the invitation",
    ]
    assert his.steps == [
        "the link in the email",
        "Your name",
        "I agree. Join and read the note",
        "The code from the email",
    ]
    taps, letters = len(hers.steps + his.steps), len(hers.letters + his.letters)
    seconds = taps * A_TAP + letters * A_LETTER
    print(f"{taps} touches, {letters} letters: about {seconds:.0f} s by hand, {taken:.0f} s for the machine")  # noqa: T201  with `-s`
    assert taps <= MOST_TAPS
    assert letters <= MOST_LETTERS
    assert seconds < MOST_SECONDS


def test_a_wrong_code_waits_for_the_button(whole_site: Site, open_phone: OpenPhone, mailbox: Mailbox) -> None:
    ada = open_phone(whole_site)
    ada.goto("/account/signup/")
    ada.get_by_label("Your name").fill("Ada")
    ada.get_by_label("Your email address").fill(ADA)
    ada.get_by_role("button", name="Continue").click()
    code = mailbox.code_for(ADA)
    ada.get_by_label("The code from the email").press_sequentially("wrongone")
    expect(ada.get_by_text("That isn’t the code we sent.").first).to_be_visible()
    expect(ada.get_by_text("we carry on")).to_have_count(0)
    ada.get_by_label("The code from the email").fill(code)
    expect(ada.get_by_label("The code from the email")).to_have_value(code)
    ada.get_by_role("button", name="Continue").click()
    expect(ada.get_by_label("What do you call your partner?")).to_be_visible()


def test_the_inviter_shares_words_of_their_own(phone: Phone, pages: Site) -> None:
    """By the phone's own way where it has one, which the test stands in for."""
    kim = PersonFactory(name="Kim", email="kim@example.org")
    space.invite(space.begin(by=kim, called="Robin"), by=kim, email="robin@example.org")
    page = phone(kim)
    page.add_init_script("navigator.share = async (what) => { window.shared = what.text; }")
    page.goto("/invitation/")
    expect(page.get_by_text("For another address, cancel it and send a new one.")).to_be_visible()
    words = page.get_by_label("Words you can send Robin")
    expect(words).to_have_value(re.compile(r"“An invitation”.*/i/\S+$", re.DOTALL))
    link = words.input_value().split()[-1]
    words.fill(f"It’s me. {link}")
    page.get_by_role("button", name="Share").click()
    page.wait_for_function("() => window.shared")
    assert page.evaluate("window.shared") == f"It’s me. {link}"
    assert_accessible(page)
