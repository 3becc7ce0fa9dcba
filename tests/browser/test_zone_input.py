"""What a browser says of its clock, and what the page makes of it, in Chromium."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from couples.accounts.models import Person
from tests.browser.conftest import Phone


def says(page: Page, zone: str) -> None:
    script = "Intl.DateTimeFormat.prototype.resolvedOptions = () => ({ timeZone: %r, locale: 'en' });"
    page.add_init_script(script % zone)


@pytest.mark.parametrize(
    ("zone", "filled"),
    [("Asia/Tokyo", "Asia/Tokyo"), ("CET", "CET"), ("US/Pacific", "US/Pacific"), ("Etc/Unknown", ""), ("+05:30", "")],
)
def test_a_guess_gives_way_to_what_the_browser_knows(phone: Phone, ada: Person, zone: str, filled: str) -> None:
    Person.objects.filter(pk=ada.pk).update(zone="UTC", asks_zone=True)
    hers = phone(ada)
    says(hers, zone)
    hers.goto(reverse("today:home"))
    hers.get_by_role("link", name="Choose your time zone").click()
    hers.wait_for_url(f"**{reverse('zone')}*")  # once it has loaded its scripts have run
    expect(hers.get_by_label("Your time zone")).to_have_value(filled)


def test_what_somebody_has_chosen_stays(phone: Phone, ada: Person) -> None:
    hers = phone(ada)
    says(hers, "Asia/Tokyo")
    hers.goto(reverse("zone"))
    expect(hers.get_by_label("Your time zone")).to_have_value("Europe/Berlin")
