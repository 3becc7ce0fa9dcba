"""The list of helplines: nothing without a source and a day, nothing old, and the operator's own in front."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from config import environment
from couples import clock
from couples.safety import helplines
from couples.safety.helplines import LIST, OLDEST, BadList, listed, read
from tests.pages import words_of

GOOD = """
[[helpline]]
country = "GB"
name = "A line"
calls = "0808 000"
page = "https://example.org/help"
reader = "own"
read_on = 2026-06-30
"""


def test_what_we_release_was_read_on_a_page_of_theirs_or_of_an_authority_not_long_ago() -> None:
    emergencies, found = listed()
    assert {each.country for each in found} == {"CA", "GB"} == {each.country for each in emergencies}
    today = clock.now().date()
    for each in (*emergencies, *found):
        assert today - OLDEST <= each.read_on <= today, f"{each.name}: read it again (docs/SUPPORT.md)"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda good: good.replace('page = "https://example.org/help"\n', ""),
        lambda good: good.replace("https://example.org/help", "a leaflet"),
        lambda good: good.replace("https://example.org/help", "http://example.org/help"),
        lambda good: good.replace("read_on = 2026-06-30\n", ""),
        lambda good: good.replace("2026-06-30", '"last year"'),
        lambda good: good.replace('reader = "own"', 'reader = "a friend"'),
        lambda good: good.replace("0808 000", "ask around"),
        lambda good: good.replace('"GB"', '"XX"'),
        lambda good: good + 'hours = "mostly"\n',
        lambda good: good + 'rating = "5"\n',
        lambda good: good.replace("[[helpline]]", "[[hotline]]"),
        lambda good: 2 * good.replace("helpline", "emergency"),
    ],
)
def test_an_entry_that_nobody_could_vouch_for_is_refused(spoil: Callable[[str], str]) -> None:
    assert read(GOOD)[1][0].dialled == "0808000"
    with pytest.raises(BadList):
        read(spoil(GOOD))


@pytest.fixture
def empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(helplines, "listed", lambda: ([], []))


@pytest.mark.django_db
def test_the_operators_own_stand_in_front(settings: Settings, client: Client) -> None:
    settings.HELPLINES = [["House by the lake", "+49 30 123456", "Mondays"], ["Ask", "12 Long Lane"]]
    page = words_of(client.get(reverse("notes")))
    assert page.index("House by the lake") < page.index("The person who runs this server") < page.index("Canada")
    assert 'href="tel:+4930123456"' in page
    assert "12 Long Lane" in page
    assert 'href="tel:12' not in page


@pytest.mark.django_db
def test_without_any_list_it_still_says_how_to_find_one(empty: None, client: Client) -> None:
    page = words_of(client.get(reverse("notes")))
    assert "Where you live" in page
    assert "look for “domestic abuse helpline”" in page
    assert "<details" not in page


def test_the_operator_writes_them_in_one_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEARER_HELPLINES", "House | 030 1 | day and night ; Ask | 12 Long Lane;")
    assert environment.helplines("NEARER_HELPLINES") == [["House", "030 1", "day and night"], ["Ask", "12 Long Lane"]]
    for wrong in ("House", "House | ", "| 030 1"):
        monkeypatch.setenv("NEARER_HELPLINES", wrong)
        with pytest.raises(ImproperlyConfigured, match="NEARER_HELPLINES"):
            environment.helplines("NEARER_HELPLINES")


def test_the_list_says_how_it_is_kept() -> None:
    assert "docs/SUPPORT.md" in LIST.read_text()
