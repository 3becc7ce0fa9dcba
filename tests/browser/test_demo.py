"""A newcomer's way: from the first page into eight months of two made-up people, back to the beginning, and out."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPhone, Site
from tests.browser.test_every_page import wrong_with


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_newcomer_looks_around(pages: Site, open_phone: OpenPhone, scripts: bool) -> None:
    phone = open_phone(pages, scripts=scripts)
    phone.goto("/")
    phone.get_by_role("button", name="Look around as Alex and Sam").click()
    expect(phone.get_by_role("heading", name="Look around as Alex or Sam")).to_be_visible()
    phone.get_by_role("button", name="Open as Alex").click()
    expect(phone.get_by_role("heading", name="Alex.")).to_be_visible()
    expect(phone.get_by_text("We made up Alex and Sam.")).to_be_visible()
    expect(phone.get_by_text("leaving the light on in the hall")).to_be_visible()
    phone.goto("/us/")
    phone.get_by_role("link", name="Our story").click()
    expect(phone.get_by_text("You took a break, and came back").first).to_be_visible()
    phone.goto("/you/")
    phone.get_by_label("Your name").fill("Alexandra")
    phone.get_by_role("button", name="Save", exact=True).click()
    expect(phone.get_by_text("Saved.")).to_be_visible()
    if scripts:
        assert_well_made(phone, "/local/demo/", "/today/", "/us/story/")
    phone.get_by_role("button", name="Start over").click()
    expect(phone.get_by_role("heading", name="Alex.")).to_be_visible()
    phone.get_by_role("link", name="Switch").click()
    phone.get_by_role("button", name="Remove Alex and Sam").click()
    expect(phone.get_by_role("button", name="Look around as Alex and Sam")).to_be_visible()
    phone.goto("/today/")
    expect(phone.get_by_label("Your email address")).to_be_visible()
    if scripts:
        assert_well_made(phone, "/")


def assert_well_made(phone: Page, *paths: str) -> None:
    """In both schemes, on 320, 390 and 1280 pixels, and in letters twice as large."""
    assert {path: wrong for path in paths if (wrong := list(wrong_with(phone, path)))} == {}
