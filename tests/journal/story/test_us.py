"""Us: what both opened, by month. An evening that was not opened is simply not there."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from couples.accounts.models import Person
from couples.space.models import Couple
from journal.checkins import services
from tests.pages import words_of

pytestmark = pytest.mark.django_db

US = reverse("story:us")


def opened(couple: Couple, on: date, *people: Person) -> None:
    for person in people:
        services.seal(couple, by=person, on=on, values={"line": f"CANARY {on}"})


def test_it_begins_with_whatever_they_do_next(ada_client: Client) -> None:
    assert "Your story starts with whatever you do next." in words_of(ada_client.get(US))


def test_evenings_go_by_months_and_lead_to_what_was_said(
    couple: Couple, ada: Person, ben: Person, ada_client: Client
) -> None:
    for on in (date(2026, 9, 3), date(2026, 11, 2), date(2026, 11, 20)):
        opened(couple, on, ada, ben)
    page = words_of(ada_client.get(US))
    assert page.index("20 November") < page.index("2 November")
    assert "3 September" not in page
    assert "3 September" in words_of(ada_client.get(US, {"month": "2026-09"}))
    assert "20 November" in words_of(ada_client.get(US, {"month": "1999-01"}))
    day = reverse("checkins:day", args=[date(2026, 11, 20)])
    assert day in page
    assert "CANARY 2026-11-20" in words_of(ada_client.get(day))


def test_an_evening_only_one_of_them_wrote_is_not_there_for_either(
    couple: Couple, ada: Person, ada_client: Client, ben_client: Client
) -> None:
    before = words_of(ben_client.get(US))
    opened(couple, date(2026, 11, 20), ada)
    assert words_of(ben_client.get(US)) == before
    assert "20 November" not in words_of(ada_client.get(US))


def test_the_thank_yous_and_the_signed_guidelines_are_one_tap_away(ada_client: Client) -> None:
    page = words_of(ada_client.get(US))
    for name in ("appreciations:list", "agreements:history", "checkins:kept"):
        assert reverse(name) in page


def test_another_couples_evenings_are_not_ours(
    couple: Couple, ada: Person, ben: Person, stranger_client: Client
) -> None:
    opened(couple, date(2026, 11, 20), ada, ben)
    assert "20 November" not in words_of(stranger_client.get(US))
    assert stranger_client.get(reverse("checkins:day", args=[date(2026, 11, 20)])).status_code == 404


def test_a_full_month_begins_with_its_last_evenings(
    couple: Couple, ada: Person, ben: Person, ada_client: Client
) -> None:
    for day in range(1, 10):
        opened(couple, date(2026, 11, day), ada, ben)
    days = [reverse("checkins:day", args=[date(2026, 11, day)]) for day in range(1, 10)]
    last, month = words_of(ada_client.get(US)), words_of(ada_client.get(US, {"month": "2026-11"}))
    assert [day in last for day in days] == [False] * 2 + [True] * 7
    assert all(day in month for day in days)
    assert "All of November 2026" in last
    assert "All of November 2026" not in month
