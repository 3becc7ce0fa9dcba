"""Before both have answered, one cannot tell whether the other has: not by words, length, time, count or hint."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from couples.accounts.models import Person
from couples.live.hints import couple_channel, person_channel
from couples.space.models import Couple
from journal.checkins import services
from tests.pages import words_of

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 22)
EVENING = datetime(2026, 11, 22, 20, tzinfo=UTC)
CANARY = {"energy": "none", "feelings": ["numb", "CANARY-OWN"], "line": "CANARY-LINE" * 40, "ahead": "CANARY-AHEAD"}
PAGES = (
    "today:home",
    "today:together",
    "today:talk",
    "story:us",
    "checkins:start",
    "checkins:kept",
    "appreciations:list",
    "you",
)

Act = Callable[[Couple, Person], Any]
Hints = list[tuple[str, dict[str, Any]]]


def draft(couple: Couple, person: Person) -> None:
    services.save_draft(couple, by=person, on=ON, values=CANARY)


def seal(couple: Couple, person: Person) -> None:
    services.seal(couple, by=person, on=ON, values=CANARY)


def take_off(couple: Couple, person: Person) -> None:
    services.pass_for_tonight(couple, by=person, on=ON, values=CANARY)


def take_back(couple: Couple, person: Person) -> None:
    seal(couple, person)
    services.retract(couple, by=person, on=ON)


def nothing(couple: Couple, person: Person) -> None:
    pass


ACTS = (draft, seal, take_off, take_back)


def seen(client: Client) -> dict[str, str]:
    pages = {name: words_of(client.get(reverse(name))) for name in PAGES}
    pages["day"] = words_of(client.get(reverse("checkins:day", args=[ON])))
    pages["yesterday"] = words_of(client.get(reverse("checkins:day", args=[ON - timedelta(days=1)])))
    pages["part"] = words_of(client.get(reverse("today:home"), headers={"HX-Request": "true"}))
    return pages


@pytest.fixture(autouse=True)
def evening() -> Any:
    with time_machine.travel(EVENING, tick=False) as clock:
        yield clock


@pytest.mark.parametrize("mine", [nothing, draft, take_off])
@pytest.mark.parametrize("theirs", ACTS)
def test_pages_are_the_same_to_the_byte_whatever_the_other_has_done(
    mine: Act, theirs: Act, couple: Couple, ada: Person, ben: Person, ben_client: Client, evening: Any
) -> None:
    mine(couple, ben)
    before = seen(ben_client)
    evening.shift(timedelta(minutes=7))
    theirs(couple, ada)
    evening.move_to(EVENING)
    assert seen(ben_client) == before


def test_refusals_are_the_same_too(couple: Couple, ada: Person, ben_client: Client) -> None:
    refused = [("seal", {}), ("draft", {"line": "x" * 2000}), ("seal", {"energy": "odd"})]

    def answers() -> list[tuple[int, str]]:
        sent = [ben_client.post(reverse(f"checkins:{name}", args=[ON]), data) for name, data in refused]
        return [(answer.status_code, words_of(answer)) for answer in sent]

    before = answers()
    seal(couple, ada)
    assert answers() == before


@pytest.mark.parametrize("theirs", [nothing, draft, take_back])
def test_one_who_waits_cannot_tell_a_draft_from_nothing(
    theirs: Act, couple: Couple, ada: Person, ben: Person, ben_client: Client
) -> None:
    seal(couple, ben)
    before = seen(ben_client)
    if theirs is take_back:  # sealing would open; only a draft can be between
        draft(couple, ada)
        services.retract(couple, by=ada, on=ON)
    else:
        theirs(couple, ada)
    assert seen(ben_client) == before


@pytest.mark.parametrize("act", ACTS)
def test_no_hint_reaches_the_other_before_opening(
    act: Act,
    couple: Couple,
    ada: Person,
    hints: Hints,
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        act(couple, ada)
    assert {channel for channel, _ in hints} == {person_channel(ada.pk)}
    assert "CANARY" not in repr(hints)


def test_opening_tells_both_and_says_no_word(
    couple: Couple, ada: Person, ben: Person, hints: Hints, django_capture_on_commit_callbacks: Any
) -> None:
    seal(couple, ada)
    with django_capture_on_commit_callbacks(execute=True):
        seal(couple, ben)
    assert hints == [(couple_channel(couple.pk), {"topic": "checkins", "id": None, "rev": None})]


def test_what_is_opened_is_for_the_two_and_nobody_else(
    couple: Couple, ada: Person, ben: Person, stranger_client: Client
) -> None:
    seal(couple, ada)
    seal(couple, ben)
    assert all("CANARY" not in page for page in seen(stranger_client).values())


def test_this_test_would_notice_a_leak(couple: Couple, ada: Person, ben: Person, ben_client: Client) -> None:
    """The detector, tried on what is meant to show."""
    seal(couple, ben)
    before = seen(ben_client)
    seal(couple, ada)
    assert seen(ben_client) != before
    assert "CANARY-LINE" in seen(ben_client)["day"]
