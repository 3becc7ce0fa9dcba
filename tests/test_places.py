"""The lit place, on every page that tests/addresses.py knows: one, and the one that the way back leads to."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from couples.accounts.models import Person
from couples.space.models import Couple
from tests.addresses import ALL, ONLY_SENT, at, world
from tests.factories import PersonFactory
from tests.pages import words_of

pytestmark = pytest.mark.django_db

PLACES = ["Today", "Together", "Talk", "Us", "You"]
#: Pages with no way back, and where they are.
AT_HOME = {
    "today:home": "Today",
    "today:together": "Together",
    "today:talk": "Talk",
    "story:us": "Us",
    "you": "You",
    "about": "You",
}
#: Not of these two alone: whoever has the link, or no page of Nearer's own.
NO_PLACES = {
    *("away", "notes", "offline"),
    *("choices-by-link", "outbox:unsubscribe", "invited", "email-undo", "erase:by-mail", "space:welcome"),
}
#: Its way back leads to what is listened to, wherever that was written.
ELSEWHERE = {"listening:page": "Talk"}


def lit(page: str) -> list[str] | None:
    """The names of the lit places; None on a page without places."""
    nav = re.search(r'<nav class="places".*?</nav>', page, re.DOTALL)
    if not nav:
        return None
    found = re.findall(r'<a href="[^"]+"( aria-current="page")?>\s*<svg.*?</svg>(\w+)\s*</a>', nav[0])
    assert [label for _, label in found] == PLACES
    return [label for here, label in found if here]


@pytest.fixture
def shown(couple: Couple, ada: Person, ben: Person, ada_client: Client) -> dict[str, str]:
    """Every page as Ada sees it, by name."""
    of = world(couple, ada, ben, "CANARY", many=2)
    return dict(_pages(ada_client, {name: at(name, of) for name in sorted(set(ALL) - ONLY_SENT - {"account_logout"})}))


def _pages(client: Client, paths: dict[str, str]) -> Iterator[tuple[str, str]]:
    for name, path in paths.items():
        answer = client.get(path)
        if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
            yield name, words_of(answer)


def test_every_page_has_one_lit_place(shown: dict[str, str]) -> None:
    found = {name: lit(page) for name, page in shown.items() if name not in NO_PLACES}
    assert len(found) > 40
    assert {name: places for name, places in found.items() if not places or len(places) > 1} == {}


def test_the_lit_place_is_where_the_way_back_leads(shown: dict[str, str], ada_client: Client) -> None:
    wrong = {}
    for name, page in shown.items():
        places = lit(page)
        if not places:
            continue
        back = re.search(r'<a class="back[^"]*" href="([^"]+)"', page)
        expected = [AT_HOME[name]] if name in AT_HOME else None
        if name in ELSEWHERE:
            expected = [ELSEWHERE[name]]
        elif back and not expected:
            expected = lit(words_of(ada_client.get(back[1], follow=True)))
        if expected and places != expected:
            wrong[name] = (places, expected)
    assert wrong == {}


def test_pages_about_ones_account_are_among_the_places(shown: dict[str, str]) -> None:
    """Though they are for people of no couple too."""
    for name in ("account_email", "account_set_password", "confirm", "choices", "zone", "about"):
        assert lit(shown[name]) == ["You"], name


def test_who_is_in_no_couple_has_no_places(client: Client) -> None:
    client.force_login(PersonFactory())
    for name in ("account_email", "account_set_password", "about"):
        assert lit(words_of(client.get(reverse(name)))) is None, name
