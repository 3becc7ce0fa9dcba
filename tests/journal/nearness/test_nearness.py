"""How close it feels: each one's own, and two lines only while both share them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from couples.accounts.models import Person
from couples.live.hints import person_channel
from couples.space.errors import SpaceClosed
from couples.space.leaving import services as leaving
from couples.space.models import Couple
from journal.nearness import services
from journal.nearness.chart import drawn, weeks_between
from journal.nearness.models import WeekWord
from journal.nearness.sentences import told
from journal.nearness.words import Nearness
from tests.pages import words_of

pytestmark = pytest.mark.django_db

HOME, SHARING, ENDING = reverse("nearness:home"), reverse("nearness:sharing"), reverse("nearness:ending")
#: A Tuesday.
NOW = datetime(2026, 9, 1, 20, tzinfo=UTC)
MONDAY = date(2026, 8, 31)


@pytest.fixture(autouse=True)
def evening() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def test_one_says_a_word_changes_it_and_takes_it_away(ada: Person, couple: Couple, ada_client: Client) -> None:
    for word in ("close", "close", "far"):
        assert ada_client.post(HOME, {"word": word}).status_code == 303
    said = WeekWord.objects.get()
    assert (said.week_on, said.word) == (MONDAY, "far")
    assert "far apart</dd>" in words_of(ada_client.get(HOME))
    ada_client.post(HOME, {"word": ""})
    assert not WeekWord.objects.exists()
    assert ada_client.post(HOME, {"word": "7"}).status_code == 422


def test_nothing_of_the_others_words_or_choice_shows_until_both_share(
    couple: Couple,
    ada: Person,
    ben: Person,
    ada_client: Client,
    ben_client: Client,
    hints: list[tuple[str, Any]],
    django_capture_on_commit_callbacks: Any,
) -> None:
    ben_client.post(HOME, {"word": "apart"})
    ben_client.get(HOME)
    before = words_of(ben_client.get(HOME))
    with django_capture_on_commit_callbacks(execute=True):
        ada_client.post(HOME, {"word": "far"})
        for address in (SHARING, ENDING, SHARING):
            ada_client.post(address)
    assert words_of(ben_client.get(HOME)) == before
    assert {channel for channel, _hint in hints} == {person_channel(ada.pk)}
    ben_client.post(SHARING)
    assert "<td>far apart</td>" in words_of(ben_client.get(HOME))
    assert "<td>apart</td>" in words_of(ada_client.get(HOME))


def test_either_stops_it_for_both_at_once(
    couple: Couple, ada: Person, ben: Person, ada_client: Client, ben_client: Client, stranger_client: Client
) -> None:
    for client, word in ((ada_client, "far"), (ben_client, "close")):
        client.post(HOME, {"word": word})
        client.post(SHARING)
    assert all("two-lines" in words_of(client.get(HOME)) for client in (ada_client, ben_client))
    assert "two-lines" not in words_of(stranger_client.get(HOME))
    ada_client.post(ENDING)
    assert not any("two-lines" in words_of(client.get(HOME)) for client in (ada_client, ben_client))
    assert "far apart</dd>" not in words_of(ben_client.get(HOME))


def test_nothing_is_said_in_a_closed_space(couple: Couple, ada: Person, ben: Person) -> None:
    leaving.leave(couple, by=ben)
    with pytest.raises(SpaceClosed):
        services.say(couple, by=ada, word=Nearness.CLOSE)
    for write in (services.share, services.keep_to_oneself):
        with pytest.raises(SpaceClosed):
            write(couple, by=ada)


def test_a_week_without_a_word_leaves_the_line_open() -> None:
    weeks = weeks_between(MONDAY, MONDAY + timedelta(weeks=4))
    said = dict.fromkeys([weeks[0], weeks[1], weeks[4]], Nearness.CLOSE)
    line = drawn(said, weeks)
    assert (line.path.count("M"), line.path.count("C"), len(line.dots)) == (2, 1, 3)
    higher, lower = (drawn({weeks[0]: word}, weeks).dots[0][1] for word in (Nearness.VERY_CLOSE, Nearness.FAR))
    assert higher < lower


@pytest.mark.parametrize(
    ("one", "other", "sentence"),
    [
        (["close", "far"], ["close", "apart"], "In September it felt further apart to both of you."),
        (["far", "close"], ["far", "between"], "In September it felt closer to both of you."),
        (["far", "close"], ["close", "far"], "In September it did not feel the same to you both."),
        (["close", "close"], ["far", "far"], "It has felt much the same to each of you."),
    ],
)
def test_the_sentence_says_what_the_lines_say(one: list[str], other: list[str], sentence: str) -> None:
    weeks = (MONDAY, MONDAY + timedelta(weeks=2))
    lines = [dict(zip(weeks, map(Nearness, words), strict=True)) for words in (one, other)]
    assert told(*lines) == sentence
