"""Taking a break and coming back from it, on two phones: with scripts and without, by taps and by keys."""

from datetime import timedelta

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from couples import clock
from couples.accounts.models import Person
from journal.breaks.models import Break
from tests.browser.conftest import PHONE, Phone, assert_accessible, both_ways

ENHANCED = {"runOnly": {"type": "rule", "values": ["color-contrast-enhanced"]}, "preload": False}
#: Width in pixels, and how large text is: the narrowest phone, and twice the size on both kinds of screen.
WINDOWS = ((320, "100%"), (390, "200%"), (1280, "200%"))


def looked_at(page: Page) -> None:
    """By axe, in the light and in the dark, with the contrast that tired eyes need, and wherever it is narrow."""
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        assert_accessible(page)
        found = Axe().run(page, options=ENHANCED)
        assert found.violations_count == 0, found.generate_report()
    for width, size in WINDOWS:
        page.set_viewport_size({"width": width, "height": 844})
        page.evaluate("size => { document.documentElement.style.fontSize = size }", size)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{page.url}: {width}, {size}"
    page.evaluate("document.documentElement.removeAttribute('style')")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # a literal dict


def time_comes() -> None:
    Break.objects.update(until_at=clock.now() - timedelta(seconds=1))


@both_ways
def test_from_two_taps_to_both_being_back(phone: Phone, ada: Person, ben: Person) -> None:
    """Each looks at their page anew, as one does without scripts."""
    hers, his = phone(ada), phone(ben)
    hers.goto("/listening/")
    hers.get_by_role("link", name="Take a break").click()
    hers.get_by_role("button", name="Start the break").click()
    expect(hers.get_by_role("heading", name="You’re both on a break until")).to_be_visible()
    his.goto("/today/")
    expect(his.get_by_text("You’re both on a break until")).to_be_visible()
    his.get_by_role("link", name="Back at").click()
    expect(his.get_by_text("Ada will be back then.")).to_be_visible()
    time_comes()
    hers.reload()
    hers.get_by_role("link", name="A new time").click()
    hers.get_by_label("Another time").check()
    hers.get_by_label("Tomorrow").last.check()
    hers.get_by_label("At what time?").fill("00:00")
    hers.get_by_role("button", name="Choose this time").click()
    expect(hers.get_by_role("heading", name="You’re both on a break until")).to_be_visible()
    time_comes()
    hers.reload()
    hers.get_by_role("button", name="I’m ready").click()
    expect(hers.get_by_role("heading", name="You’re back.")).to_be_visible()
    his.reload()
    his.get_by_role("button", name="I’m ready").click()
    hers.reload()
    for page in (hers, his):
        expect(page.get_by_role("heading", name="You’re both back.")).to_be_visible()
        expect(page.get_by_role("link", name="Take a break")).to_be_visible()


def test_the_other_sees_it_at_once_wherever_they_are(phone: Phone, ada: Person, ben: Person) -> None:
    hers, writing, reading = phone(ada), phone(ben), phone(ben)
    writing.goto("/thanks/new/")
    reading.goto("/today/")
    writing.get_by_label("Thank you").first.fill("You brought me soup.")
    for page in (writing, reading):  # each listens by now
        expect(page.locator("live-hints[caught-up]")).to_be_attached()
    hers.goto("/break/")
    looked_at(hers)
    hers.get_by_label("Another time").check()
    looked_at(hers)
    hers.get_by_label("in 15 minutes").check()
    hers.get_by_role("button", name="Start the break").click()
    expect(writing.get_by_role("link", name="Back at")).to_be_visible()
    expect(writing.locator("#toasts")).to_contain_text("You’re both on a break until")
    expect(writing.get_by_label("Thank you").first).to_have_value("You brought me soup.")
    expect(reading.locator(".before-all")).to_contain_text("You’re both on a break until")
    expect(reading.locator("#toasts")).not_to_contain_text("break")
    assert_accessible(writing)
    looked_at(reading)
    looked_at(hers)
    writing.locator("#toasts").get_by_role("link", name="Look").click()
    looked_at(writing)
    hers.get_by_role("button", name="I’m back").click()
    expect(writing.get_by_role("heading", name="Are you ready to go on?")).to_be_visible()
    looked_at(writing)
    looked_at(hers)
    writing.get_by_role("button", name="I’m ready").click()
    expect(hers.get_by_role("heading", name="You’re both back.")).to_be_visible()
    looked_at(hers)


def test_by_keys_alone_the_exit_comes_first_and_then_the_break(phone: Phone, ada: Person, ben: Person) -> None:
    page = phone(ada)
    page.goto("/today/")
    names: list[str] = []
    while "Take a break" not in names and len(names) < 9:
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.textContent.trim()"))
    assert names == ["Leave this page quickly", "Safety", "Skip to main content", "Nearer", "Take a break"]
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="When will you be back?")).to_be_visible()
    half = page.get_by_label("in half an hour")
    half.focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("in an hour")).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="You’re both on a break until")).to_be_visible()
