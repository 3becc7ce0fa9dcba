"""The main job, end to end, by two people: from the front door to the same words signed by both (PRODUCT.md).

Everything is real: the server, worker and beat as processes, PostgreSQL, Valkey, SMTP, two Chromiums at phone width.
"""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from couples import clock
from couples.outbox.models import LastLetter, Message, State
from tests.browser.conftest import Mailbox, OpenPhone, Site, assert_accessible, text_of, type_code

pytestmark = pytest.mark.django_db(transaction=True)

ADA, BEN = "ada@example.org", "ben@example.org"
ADAS_ZONE, BENS_ZONE = "Europe/Berlin", "Europe/Paris"  # two clocks that agree, so that one minute serves both
NOTE = "You left the light on for me when I came home late."
LINE = "The goose made me laugh, canary seventeen."
RULE = "We stop when either of us says break"
UNTIL_NUDGED = 100.0


def begin(page: Page, mailbox: Mailbox, name: str, address: str) -> None:
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Your email address").fill(address)
    page.get_by_role("button", name="Continue").click()
    type_code(page, mailbox.code_for(address))


def invite(ada: Page, mailbox: Mailbox) -> str:
    """Ada signs up, writes the first note and invites. The invitation's link, from Ben's mail."""
    ada.goto("/")
    assert_accessible(ada)
    ada.get_by_role("link", name="Get started").click()
    assert_accessible(ada)
    begin(ada, mailbox, "Ada", ADA)
    ada.get_by_label("What do you call your partner?").fill("Ben")
    ada.get_by_label(re.compile("one small thing")).fill(NOTE)
    assert_accessible(ada)
    ada.get_by_role("button", name="I agree. Save and go on").click()
    ada.get_by_label("Their email address").fill(BEN)
    assert_accessible(ada)
    ada.get_by_role("button", name="Send the invitation").click()
    expect(ada.get_by_role("heading", name="Your invitation is ready.")).to_be_visible()
    assert_accessible(ada)
    mail = mailbox.wait_for(BEN)
    assert "Ada" not in mail
    assert NOTE not in mail
    link = re.search(r"http\S+/i/\S+", mail)
    assert link
    return link[0]


def join(ben: Page, mailbox: Mailbox, link: str) -> None:
    """Ben looks, signs up, joins, and reads the note."""
    ben.goto(link)
    expect(ben.get_by_role("heading", level=1)).to_contain_text("Ada would like to try Nearer with you.")
    assert_accessible(ben)
    came = len(mailbox.mails)
    ben.get_by_label("Your name").fill("Ben")
    ben.get_by_role("button", name="I agree. Join and read the note").click()
    expect(ben.get_by_role("button", name="Join", exact=True)).to_be_visible()
    assert_accessible(ben)
    type_code(ben, mailbox.code_for(BEN, after=came), "Join")
    expect(ben.get_by_text(NOTE)).to_be_visible()
    assert_accessible(ben)


def read_that_the_other_is_here(ada: Page, site: Site, mailbox: Mailbox) -> None:
    """One neutral mail, and Ada's Today. Then a quarter of an hour goes by, as no two mails to her come closer."""
    mail = mailbox.wait_for(ADA, containing="/today/")
    for private in ("Ben", NOTE):
        assert private not in mail
    site.wait_until(lambda: Message.objects.filter(kind="opened", state=State.SENT).exists())
    LastLetter.objects.all().delete()
    ada.goto("/today/")
    expect(ada.get_by_text("Ben is here, and has your note.")).to_be_visible()
    assert_accessible(ada)


def choose_times(ada: Page, ben: Page) -> datetime:
    """A daily check-in each, and one weekly ritual for both, at the next minute that is not just about to begin."""
    local = clock.now().astimezone(ZoneInfo(ADAS_ZONE)) + timedelta(seconds=75)
    at, day = local.replace(second=0, microsecond=0), f"{local:%A}"
    for page in (ada, ben):
        page.goto("/rituals/check-in/")
        page.get_by_label("At what time?").fill(f"{at:%H:%M}")
        assert_accessible(page)
        page.get_by_role("button", name="Save").click()
        page.wait_for_url(lambda url: "check-in" not in url)
    ada.goto("/rituals/new/")
    assert_accessible(ada)
    ada.get_by_role("link", name="Coffee without phones").click()
    for name in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"):
        ada.get_by_label(name).set_checked(name == day, force=True)
    ada.get_by_label("At what time?").fill(f"{at:%H:%M}")
    ada.get_by_text("Time zone, first and last day").click()
    ada.get_by_label("In which time zone?").select_option(ADAS_ZONE)
    ada.get_by_role("button", name="Save").click()
    ada.wait_for_url("**/rituals/")
    expect(ada.get_by_text("Coffee without phones", exact=True)).to_be_visible()
    assert_accessible(ada)
    return at


def follow_nudge(page: Page, mailbox: Mailbox, address: str, after: int) -> None:
    """The plain mail at the chosen minute, and where it leads."""
    mail = mailbox.wait_for(address, containing="/check-in/", after=after, seconds=UNTIL_NUDGED)
    for private in ("Ada", "Ben", NOTE, LINE, "Coffee"):
        assert private not in mail
    link = re.search(r"http\S+/check-in/", mail)
    assert link
    page.goto(link[0])
    expect(page.get_by_role("heading", level=1)).to_contain_text("How are you today?")
    assert_accessible(page)


def carry_on(page: Page) -> None:
    """To the check-in's second step; without scripts both are one page."""
    if (button := page.get_by_role("button", name="Carry on")).is_visible():
        button.click()


def check_in_both(ada: Page, ben: Page, *, live: bool) -> None:
    ada.get_by_label("A little", exact=True).check(force=True)
    carry_on(ada)
    ada.get_by_label("One thing you’d like to say").fill(LINE)
    assert_accessible(ada)
    ada.get_by_role("button", name="Seal my answer").click()
    expect(ada.get_by_text("Ben hasn’t answered yet. Your words stay sealed. Nothing for you to do.")).to_be_visible()
    assert_accessible(ada)
    for place in ("/today/", "/us/", "/together/", "/check-in/"):
        ben.goto(place)
        assert "canary" not in ben.content()
    carry_on(ben)
    ben.get_by_label("Something you’re looking forward to").fill("Saturday with you.")
    ben.get_by_role("button", name="Seal my answer").click()
    for page in (ben, ada):
        if page is ada and not live:
            page.reload()
        # With scripts Ada's page opens by itself: her reload would be somebody else's patience.
        expect(page.get_by_role("heading", level=1)).to_contain_text("You both said something today.")
        expect(page.get_by_text(LINE)).to_be_visible()
        expect(page.get_by_text("Saturday with you.")).to_be_visible()
        assert_accessible(page)


def sign(page: Page, mailbox: Mailbox, name: str, address: str) -> None:
    page.goto("/guidelines/signing/")
    if page.get_by_role("heading", name="Is this you?").is_visible():  # signing in was more than five minutes ago
        came = len(mailbox.mails)
        page.get_by_role("button", name="Email me a code").click()
        type_code(page, mailbox.code_for(address, after=came))
    page.get_by_label(re.compile("name", re.IGNORECASE)).fill(name)
    assert_accessible(page)
    page.get_by_role("button", name="I agree to these words").click()
    expect(page).to_have_url(re.compile("/guidelines/$"))


def words_of(page: Page) -> list[str]:
    return [box.input_value() for box in page.locator("#lines textarea").all()]


@pytest.fixture
def two(whole_site: Site, open_phone: OpenPhone) -> tuple[Page, Page]:
    return open_phone(whole_site, zone=ADAS_ZONE), open_phone(whole_site, zone=BENS_ZONE, dark=True)


def test_two_people_find_each_other_and_sign_the_same_words(
    two: tuple[Page, Page], whole_site: Site, mailbox: Mailbox
) -> None:
    ada, ben = two
    join(ben, mailbox, invite(ada, mailbox))
    read_that_the_other_is_here(ada, whole_site, mailbox)
    came = len(mailbox.mails)
    choose_times(ada, ben)
    write_guidelines_at_once(ada, ben)
    follow_nudge(ada, mailbox, ADA, came)
    follow_nudge(ben, mailbox, BEN, came)
    # The weekly ritual rings for both at the same instant.
    mailbox.wait_for(ADA, containing="/rituals/", after=came)
    mailbox.wait_for(BEN, containing="/rituals/", after=came)
    check_in_both(ada, ben, live=True)
    sign(ada, mailbox, "Ada", ADA)
    sign(ben, mailbox, "Ben", BEN)
    for page in (ada, ben):
        page.goto("/guidelines/")
        expect(page.get_by_text(RULE, exact=False).first).to_be_visible()
        assert_accessible(page)
    nudges = [to for to, mail in mailbox.mails[came:] if "/check-in/" in text_of(mail)]
    assert sorted(nudges) == [ADA, BEN]  # once each


def write_guidelines_at_once(ada: Page, ben: Page) -> None:
    ada.goto("/guidelines/")
    ada.get_by_label("Your first guideline").fill(RULE)
    ada.get_by_role("button", name="Add this guideline").click()
    expect(ada.locator("#lines textarea")).to_have_count(1)
    assert_accessible(ada)
    ben.goto("/guidelines/")
    expect(ben.locator("#lines textarea")).to_have_count(1)
    assert_accessible(ben)
    # Both type into the same line, one at its beginning and one at its end.
    ada.locator("#lines textarea").press("Control+Home")
    ada.keyboard.type("Gently: ")
    ben.locator("#lines textarea").press("Control+End")
    ben.keyboard.type(", at once.")
    both = f"Gently: {RULE}, at once."
    for page in (ada, ben):
        expect(page.locator("#lines textarea")).to_have_value(both)


def test_the_same_without_javascript(whole_site: Site, open_phone: OpenPhone, mailbox: Mailbox) -> None:
    ada = open_phone(whole_site, zone=ADAS_ZONE, scripts=False)
    ben = open_phone(whole_site, zone=BENS_ZONE, scripts=False, dark=True)
    join(ben, mailbox, invite(ada, mailbox))
    for page in (ada, ben):
        page.goto("/you/zone/")
        page.get_by_label("Your time zone").select_option(ADAS_ZONE)  # no script told the server
        page.get_by_role("button", name="Save").click()
        assert_accessible(page)
    read_that_the_other_is_here(ada, whole_site, mailbox)
    came = len(mailbox.mails)
    choose_times(ada, ben)
    ada.goto("/guidelines/")
    ada.get_by_label("Your first guideline").fill(RULE)
    ada.get_by_role("button", name="Add this guideline").click()
    ben.goto("/guidelines/")
    ben.locator("#lines textarea").fill(RULE + ", at once.")
    ada.locator("#lines textarea").fill("Gently: " + RULE)
    for page in (ben, ada):
        page.locator("#lines").get_by_role("button", name="Save").click()
    ben.goto("/guidelines/")
    assert words_of(ben) == [f"Gently: {RULE}, at once."]
    follow_nudge(ada, mailbox, ADA, came)
    follow_nudge(ben, mailbox, BEN, came)
    check_in_both(ada, ben, live=False)
    sign(ada, mailbox, "Ada", ADA)
    sign(ben, mailbox, "Ben", BEN)
    ada.goto("/guidelines/")
    expect(ada.get_by_text(RULE, exact=False).first).to_be_visible()
    assert_accessible(ada)
