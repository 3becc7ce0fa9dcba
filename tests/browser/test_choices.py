"""The page of choices on a phone: under You, and by the link from a mail, with and without scripts."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from couples.accounts.models import Person
from couples.outbox import tokens
from couples.outbox.services import is_muted
from couples.space.models import Couple
from tests.browser.conftest import OpenPhone, Site, assert_accessible, sign_in

NUDGES = "Nudges for your check-in and rituals"


def choose_a_night_without_nudges(page: Page) -> None:
    assert_accessible(page)
    page.get_by_role("group", name=NUDGES).get_by_label("By email").uncheck(force=True)
    page.get_by_label("Quiet from").fill("22:00")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Quiet hours need a start and an end.").first).to_be_visible()
    expect(page.get_by_label("Quiet from")).to_have_value("22:00")
    assert_accessible(page)
    page.get_by_label("Quiet until").fill("07:00")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved. Nobody is told.")).to_be_visible()
    expect(page.get_by_label("Quiet until")).to_have_value("07:00")
    assert_accessible(page)


@pytest.mark.parametrize("scripts", [True, False])
def test_what_comes_is_chosen_under_you(
    pages: Site, open_phone: OpenPhone, couple: Couple, ada: Person, scripts: bool
) -> None:
    page = sign_in(open_phone(pages, zone=ada.zone, scripts=scripts), pages, ada)
    page.goto("/you/")
    page.get_by_role("link", name="Emails and nudges").click()
    choose_a_night_without_nudges(page)
    assert is_muted(ada.pk, "nudge")


@pytest.mark.parametrize("scripts", [True, False])
def test_mails_are_stopped_by_the_link_from_a_mail(
    pages: Site, open_phone: OpenPhone, couple: Couple, ada: Person, ben: Person, scripts: bool
) -> None:
    page = open_phone(pages, zone=ada.zone, scripts=scripts, dark=True)
    page.goto(reverse("choices-by-link", args=[tokens.choices(ada)]))
    assert_accessible(page)
    page.get_by_role("button", name="Stop these emails").click()
    expect(page.get_by_text("Choose at least one, or close this page and nothing changes.").first).to_be_visible()
    page.get_by_label(NUDGES).check(force=True)
    page.get_by_role("button", name="Stop these emails").click()
    expect(page.get_by_text("No more of these emails. Nobody is told.")).to_be_visible()
    assert_accessible(page)
    assert is_muted(ada.pk, "nudge")
    assert not is_muted(ben.pk, "nudge")
