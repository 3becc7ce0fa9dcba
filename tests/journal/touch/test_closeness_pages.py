"""Marking and the list, as the two meet them: a no is never seen (P7)."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from couples.accounts.models import Person
from couples.live.hints import person_channel
from couples.space.models import Couple
from couples.space.services import begin
from journal.touch import matching, menu, services
from journal.touch.chance import drawn_at
from journal.touch.models import Marks
from tests.factories import PersonFactory
from tests.pages import words_of

pytestmark = pytest.mark.django_db

HOME, MARKS, STATE = (reverse(f"touch:{name}") for name in ("home", "marks", "state"))
THINGS = ("sofa", "long-hug", "bench", "umbrella")
WEEK = 60


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A Tuesday; chance takes nothing."""
    monkeypatch.setattr(matching, "dice_of", lambda couple: lambda name: 0.999)
    monkeypatch.setattr(services, "dice_of", lambda couple: lambda name: 0.999)
    with time_machine.travel(drawn_at(WEEK) + timedelta(days=2), tick=False) as travelling:
        yield travelling


def sent(*, shown: Any = None, **marks: str) -> dict[str, str]:
    return {"shown": json.dumps(shown or {})} | {f"mark-{key}": mark for key, mark in marks.items()}


def both_mark(ada_client: Client, ben_client: Client, *things: str) -> None:
    for client in (ada_client, ben_client):
        assert client.post(MARKS, sent(**dict.fromkeys(things or THINGS, "yes"))).status_code == 303


def listed(client: Client) -> set[str]:
    page = words_of(client.get(HOME))
    words = {"sofa": "Sit close on the sofa", "long-hug": "A hug that lasts", "bench": "bench", "umbrella": "umbrella"}
    return {key for key, said in words.items() if said in page}


def test_what_both_marked_is_there_from_the_next_list_on(
    couple: Couple, ada_client: Client, ben_client: Client, clock: Any
) -> None:
    both_mark(ada_client, ben_client)
    assert [listed(client) for client in (ada_client, ben_client)] == [set(), set()]
    clock.shift(timedelta(days=5, seconds=1))
    assert [listed(client) for client in (ada_client, ben_client)] == [set(THINGS)] * 2


def test_what_one_takes_back_is_off_both_lists_at_once(
    couple: Couple, ada_client: Client, ben_client: Client, clock: Any
) -> None:
    both_mark(ada_client, ben_client)
    clock.shift(timedelta(days=6))
    seen = re.findall(r"seen=(\w+)", words_of(ben_client.get(HOME)))[0]
    assert ben_client.get(STATE, {"seen": seen}).status_code == 204
    assert ada_client.post(reverse("touch:withdrawal"), {"thing": "sofa"}).status_code == 303
    assert ben_client.get(STATE, {"seen": seen}).status_code == 200
    assert [listed(client) for client in (ada_client, ben_client)] == [set(THINGS) - {"sofa"}] * 2
    ada_client.post(reverse("touch:withdrawal"), {"thing": "bench"})
    assert [listed(client) for client in (ada_client, ben_client)] == [set()] * 2


def test_a_page_of_marks_changes_what_was_changed_on_it_alone(couple: Couple, ada: Person, ada_client: Client) -> None:
    ada_client.post(MARKS, sent(sofa="yes", bench="ask"))
    # An old tab that showed both marks, after one of them was taken back elsewhere.
    ada_client.post(reverse("touch:withdrawal"), {"thing": "sofa"})
    shown = {"sofa": "yes", "bench": "ask"}
    ada_client.post(MARKS, sent(shown=shown, sofa="yes", bench="ask", umbrella="yes"))
    assert set(services.sheet_of(couple, ada).marks) == {"bench", "umbrella"}
    ada_client.post(MARKS, sent(shown={"bench": "ask"}, bench="not"))
    assert set(services.sheet_of(couple, ada).marks) == {"umbrella"}


def test_a_not_now_is_stored_nowhere_and_shown_to_nobody(couple: Couple, ada: Person, ada_client: Client) -> None:
    page = marks_page(ada_client)
    ada_client.post(MARKS, sent(sofa="not", bench="not"))
    assert services.sheet_of(couple, ada).stored["marks"] == {}
    ada_client.get(HOME)  # the message was read
    assert marks_page(ada_client) == page


def marks_page(client: Client) -> str:
    return words_of(client.get(MARKS))


def test_nonsense_changes_nothing(couple: Couple, ada: Person, ada_client: Client) -> None:
    for shown in ("", "[", "[]", "3", '{"sofa": {}}'):
        ada_client.post(MARKS, {"shown": shown, "mark-sofa": "maybe", "mark-nothing": "yes", "mark-": "yes"})
    ada_client.post(reverse("touch:keeping"), {"thing": ["sofa", "x"]})
    ada_client.post(reverse("touch:removal"), {"thing": "sofa"})
    assert services.sheet_of(couple, ada).marks == {}


def test_everything_can_be_taken_back_in_one_tap(
    couple: Couple, ada: Person, ada_client: Client, ben_client: Client, clock: Any
) -> None:
    both_mark(ada_client, ben_client)
    clock.shift(timedelta(days=6))
    ada_client.post(reverse("touch:own"), {"words": "A long look"})
    ada_client.post(reverse("touch:clearing"))
    assert listed(ben_client) == set()
    assert services.sheet_of(couple, ada).marks == {}
    assert list(services.sheet_of(couple, ada).own.values()) == ["A long look"]


def test_own_things_are_ones_own_until_both_have_written_them(
    couple: Couple, ada_client: Client, ben_client: Client, stranger_client: Client, clock: Any
) -> None:
    assert ada_client.post(reverse("touch:own"), {"words": " … "}).status_code == 422
    for _twice in range(2):
        assert ada_client.post(reverse("touch:own"), {"words": "A long look"}).status_code == 303
    assert marks_page(ada_client).count('type="radio" name="mark-own-') == 3
    assert "long look" not in marks_page(ben_client)
    ben_client.post(reverse("touch:own"), {"words": "a LONG look."})
    both_mark(ada_client, ben_client, "sofa", "bench")
    clock.shift(timedelta(days=6))
    assert "A long look" in words_of(ada_client.get(HOME))
    his = words_of(ben_client.get(HOME))
    assert "a LONG look." in his
    assert "A long look" not in his
    assert "long" not in words_of(stranger_client.get(HOME))


def test_the_quiet_question_is_for_its_owner_alone(
    couple: Couple, ada: Person, ada_client: Client, ben_client: Client, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("journal.touch.sheet.lasts", lambda: 3)
    ada_client.post(MARKS, sent(sofa="yes"))
    clock.shift(timedelta(weeks=2))
    assert "still right" not in words_of(ada_client.get(HOME))
    clock.shift(timedelta(weeks=1))
    asks = words_of(ada_client.get(HOME))
    assert "Are these still right for you?" in asks
    assert "still right" not in words_of(ben_client.get(HOME))
    ada_client.post(reverse("touch:keeping"), {"thing": "sofa"})
    assert "still right" not in words_of(ada_client.get(HOME))
    clock.shift(timedelta(weeks=3))
    assert services.sheet_of(couple, ada).now(WEEK + 6) == {"sofa": "yes"}
    clock.shift(timedelta(weeks=1))
    assert services.sheet_of(couple, ada).now(WEEK + 7) == {}


def test_marks_tell_a_stolen_database_neither_how_many_nor_whose(
    couple: Couple, ada: Person, ben: Person, ada_client: Client
) -> None:
    ada_client.post(MARKS, sent(**dict.fromkeys(THINGS, "yes")))
    with connection.cursor() as cursor:
        cursor.execute("SELECT person_id, length(sheet) FROM journal_marks")
        rows = dict(cursor.fetchall())
    assert set(rows) == {ada.pk, ben.pk}
    assert len(set(rows.values())) == 1


def test_what_one_marks_is_hinted_to_oneself_alone(
    couple: Couple,
    ada: Person,
    ada_client: Client,
    hints: list[tuple[str, dict[str, Any]]],
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        ada_client.post(MARKS, sent(sofa="yes"))
        ada_client.post(reverse("touch:withdrawal"), {"thing": "sofa"})
    assert {channel for channel, _hint in hints} == {person_channel(ada.pk)}


@pytest.mark.parametrize("many", [False, True])
def test_its_pages_ask_the_same_few_queries(
    many: bool, couple: Couple, ada_client: Client, ben_client: Client, clock: Any
) -> None:
    if many:
        both_mark(ada_client, ben_client, *menu.THINGS)
        clock.shift(timedelta(days=6))
    for address, most in ((HOME, 5), (STATE, 5), (MARKS, 4), (reverse("touch:ask"), 5)):
        ada_client.get(address)
        with CaptureQueriesContext(connection) as asked:
            ada_client.get(address)
        assert len(asked) == most, address
    with CaptureQueriesContext(connection) as asked:
        ada_client.get(HOME)
    assert sum("journal_marks" in each["sql"] for each in asked) == 1  # the match is one statement


def test_alone_one_can_mark_already(db: None, client: Client) -> None:
    sam = PersonFactory(name="Sam")
    couple = begin(by=sam, called="Alex")
    client.force_login(sam)
    client.post(MARKS, sent(sofa="yes"))
    assert "Once Alex is here" in words_of(client.get(HOME))
    assert Marks.objects.for_couple(couple).count() == 1
