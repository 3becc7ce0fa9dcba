"""Two private ceilings: nobody's pages, hints, counts or errors tell what the other one chose, or when."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from couples import clock
from couples.accounts.models import Person
from couples.live.hints import person_channel
from couples.space.models import Couple
from couples.vault import keys
from couples.vault.cipher import key_id_of
from couples.vault.holders import Holder
from journal.depth import Depth
from journal.openings import depth as opening_depth
from journal.openings import draw
from journal.openings.draw import day_of
from journal.openings.models import OpeningDepth
from journal.openings.prompts import PROMPTS
from tests.pages import words_of

pytestmark = pytest.mark.django_db

HOME = reverse("openings:home")
EVENING = datetime(2026, 11, 22, 20, tzinfo=UTC)
PAIRS = [(one, other) for one in Depth for other in Depth]


@pytest.fixture(autouse=True)
def evening() -> Any:
    with time_machine.travel(EVENING, tick=False) as moment:
        yield moment


def both_choose(couple: Couple, *chosen: tuple[Person, Depth]) -> None:
    for person, depth in chosen:
        opening_depth.choose(couple, by=person, depth=depth)


def offered(client: Client) -> list[str]:
    return [words_of(client.get(HOME, query)) for query in ({}, {"others": ""})]


def counted(couple: Couple, ada: Person, ben: Person) -> int:
    return opening_depth.shared(couple, ada, ben, day=day_of(clock.now()))


@pytest.mark.parametrize(("hers", "his"), PAIRS)
def test_the_lower_of_the_two_counts_from_the_next_day(
    hers: Depth, his: Depth, couple: Couple, ada: Person, ben: Person, evening: Any
) -> None:
    both_choose(couple, (ada, hers), (ben, his))
    assert counted(couple, ada, ben) == 1
    evening.shift(timedelta(days=1))
    assert counted(couple, ada, ben) == min(hers, his)


def test_one_alone_changes_nothing(couple: Couple, ada: Person, ben: Person, evening: Any) -> None:
    opening_depth.choose(couple, by=ada, depth=Depth.TENDER)
    evening.shift(timedelta(days=2))
    assert counted(couple, ada, ben) == 1
    assert opening_depth.shared(couple, ada, None, day=day_of(clock.now())) == 1


@pytest.mark.no_cover
def test_whose_is_the_lower_cannot_be_told(
    couple: Couple,
    ada: Person,
    ben: Person,
    ada_client: Client,
    ben_client: Client,
    evening: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Over many days, to the byte, for both readers: only the lower one matters, never whose it is."""
    monkeypatch.setattr(draw, "PACE", (0, 0, 1))  # no day is drawn light: the ceilings alone decide
    seen: dict[int, set[tuple[str, ...]]] = {}
    for hers, his in PAIRS:
        evening.move_to(EVENING)
        both_choose(couple, (ada, hers), (ben, his))
        pages: list[str] = []
        for _ in range(8):
            evening.shift(timedelta(days=1))
            pages += [*offered(ada_client), *offered(ben_client)]
        seen.setdefault(min(hers, his), set()).add(tuple(pages))
    assert {lower: len(pages) for lower, pages in seen.items()} == {1: 1, 2: 1, 3: 1}
    assert len(set.union(*seen.values())) == 3  # and the ceiling does matter


@pytest.mark.parametrize("depth", Depth)
def test_choosing_changes_no_page_today_and_hints_to_nobody_else(
    depth: Depth,
    couple: Couple,
    ada: Person,
    ben: Person,
    ada_client: Client,
    ben_client: Client,
    evening: Any,
    hints: list[tuple[str, dict[str, Any]]],
    django_capture_on_commit_callbacks: Any,
) -> None:
    both_choose(couple, (ada, Depth.PERSONAL), (ben, Depth.TENDER))
    evening.shift(timedelta(days=3))
    before = [offered(ben_client), offered(ada_client), words_of(ben_client.get(reverse("openings:depth")))]
    with django_capture_on_commit_callbacks(execute=True):
        for each in (Depth.LIGHT, Depth.TENDER, depth):
            opening_depth.choose(couple, by=ada, depth=each)
    after = [offered(ben_client), offered(ada_client), words_of(ben_client.get(reverse("openings:depth")))]
    assert after == before
    assert {channel for channel, _ in hints} == {person_channel(ada.pk)}


def test_a_prompt_too_deep_for_today_opens_like_any_other(ada_client: Client, couple: Couple) -> None:
    answers = [ada_client.get(reverse("openings:new"), {"prompt": prompt.id}) for prompt in PROMPTS]
    assert {answer.status_code for answer in answers} == {200}
    assert all(str(prompt.text) in words_of(answer) for prompt, answer in zip(PROMPTS, answers, strict=True))
    assert ada_client.get(reverse("openings:new"), {"prompt": "o999"}).status_code == 200


def test_each_sees_and_changes_their_own_alone(
    couple: Couple, ben: Person, ada_client: Client, ben_client: Client
) -> None:
    url = reverse("openings:depth")
    before = words_of(ben_client.get(url))
    assert ada_client.post(url, {"depth": "3"}).headers["Location"] == HOME
    assert re.search(r'value="3"[^>]*\bchecked', words_of(ada_client.get(url)))
    assert words_of(ben_client.get(url)) == before
    assert opening_depth.chosen(couple, ben) == Depth.LIGHT
    for wrong in ("", "0", "4", "x"):
        assert ada_client.post(url, {"depth": wrong}).status_code == 422


def test_it_is_encrypted_with_its_own_persons_key(couple: Couple, ada: Person) -> None:
    opening_depth.choose(couple, by=ada, depth=Depth.TENDER)
    with connection.cursor() as cursor:
        cursor.execute("SELECT choice FROM journal_ceiling")
        assert key_id_of(bytes(cursor.fetchone()[0])) == keys.key_for(Holder.person(ada.pk))[0]
    assert OpeningDepth.objects.count() == 1


def test_the_page_costs_the_same_whoever_chose(
    couple: Couple, ada: Person, ben: Person, ada_client: Client, evening: Any
) -> None:
    costs = set()
    for chosen in ([], [(ada, Depth.TENDER)], [(ada, Depth.TENDER), (ben, Depth.PERSONAL)]):
        both_choose(couple, *chosen)
        ada_client.get(HOME)
        with CaptureQueriesContext(connection) as asked:
            ada_client.get(HOME)
        costs.add(len(asked))
    assert costs == {6}
