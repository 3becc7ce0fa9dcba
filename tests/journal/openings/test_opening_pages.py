"""The composer and the list: with scripts and without, hints that never stop anybody, and never a word lost."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from couples.accounts.models import Person
from couples.space.models import Couple
from couples.space.services import begin
from journal.openings import services
from journal.openings.models import PARTS, Opening, Shape
from journal.sending import UNDO
from tests.factories import PersonFactory
from tests.page_ids import page_id
from tests.pages import words_of

pytestmark = pytest.mark.django_db

HOME = reverse("openings:home")
EVENING = datetime(2026, 11, 22, 20, tzinfo=UTC)
SAMPLE = {
    Shape.PROMPT: {"prompt": "o101", "text": "The neighbour’s dog in a raincoat."},
    Shape.MOMENT: {"see": "You had a long day.", "when": "the door closed,", "felt": "small.", "love": "a word first."},
    Shape.VALUE: {"value": "Our mornings.", "miss": "Singing in the car."},
}


@pytest.fixture(autouse=True)
def evening() -> Any:
    with time_machine.travel(EVENING, tick=False) as clock:
        yield clock


def url(name: str, id: UUID) -> str:
    return reverse(f"openings:{name}", args=[id])


def sent(
    client: Client, words: dict[str, str], *, shape: str = "prompt", name: str = "sending", id: UUID | None = None
) -> Any:
    return client.post(url(name, id or uuid4()), {"shape": shape} | words)


def test_it_is_within_two_taps(ada_client: Client) -> None:
    assert HOME in words_of(ada_client.get(reverse("today:talk")))


@pytest.mark.parametrize("shape", Shape)
def test_each_shape_from_its_composer_to_the_others_page(
    shape: Shape, couple: Couple, ada_client: Client, ben_client: Client, evening: Any
) -> None:
    page = words_of(ada_client.get(reverse("openings:new"), {"shape": shape}))
    assert all(f'name="{name}"' in page for name in PARTS[shape])
    assert f'name="{"see" if shape != Shape.MOMENT else "value"}"' not in page
    answer = sent(ada_client, SAMPLE[shape], shape=shape)
    assert answer.headers["Location"] == HOME
    words = [text for name, text in SAMPLE[shape].items() if name != "prompt"]
    assert all(text in words_of(ada_client.get(HOME)) for text in words)
    assert not any(text in words_of(ben_client.get(HOME)) for text in words)
    evening.shift(UNDO)
    told = words_of(ben_client.get(HOME))
    assert all(text in told for text in words)
    heard = reverse("listening:page", args=["openings", Opening.objects.get().pk])
    assert heard in told
    assert all(text in words_of(ben_client.get(heard)) for text in words)
    assert heard in words_of(ben_client.get(reverse("today:home")))


@pytest.mark.parametrize("shape", Shape)
def test_one_line_of_it_is_enough_and_none_is_asked_about_kindly(shape: Shape, ada_client: Client) -> None:
    for name in PARTS[shape]:
        assert sent(ada_client, {name: "Enough."}, shape=shape).status_code == 303
    Opening.objects.all().delete()
    for nothing in ({}, dict.fromkeys(PARTS[shape], "  \n ")):
        answer = sent(ada_client, nothing, shape=shape)
        assert answer.status_code == 422
        assert "Write a few words first." in words_of(answer)
    assert not Opening.objects.exists()


def test_far_too_much_is_refused_with_every_word_there(ada_client: Client) -> None:
    long = "0123456789" * 2000
    answer = sent(ada_client, {"see": "Short.", "felt": long}, shape="moment")
    assert answer.status_code == 422
    assert long in words_of(answer)
    assert "Short." in words_of(answer)
    assert sent(ada_client, {"felt": long}, shape="moment", name="draft").status_code == 422
    assert sent(ada_client, {"text": "x" * 2000}).status_code == 303


def test_pasted_markup_stays_words(ada_client: Client) -> None:
    sent(ada_client, {"text": "<b>bold</b><script>x()</script>"})
    page = words_of(ada_client.get(HOME))
    assert "&lt;b&gt;bold&lt;/b&gt;" in page
    assert "<b>bold" not in page


@pytest.mark.parametrize("odd", ["", "nonsense", "PROMPT", "moment "])
def test_an_unknown_shape_is_an_empty_page_and_its_words_are_kept(odd: str, ada_client: Client) -> None:
    assert ada_client.get(reverse("openings:new"), {"shape": odd}).status_code == 200
    answer = sent(ada_client, {"text": "TYPED"}, shape=odd)
    assert answer.status_code == 422
    assert "TYPED" in words_of(answer)


# -- drafts and old tabs ----------------------------------------------------------------------------------------------


def test_kept_for_oneself_it_is_there_again_and_nobody_else_sees_it(
    couple: Couple, ada: Person, ada_client: Client, ben_client: Client
) -> None:
    id = page_id(ada)
    before = words_of(ben_client.get(HOME))
    saved = sent(ada_client, {"text": "CANARY"}, name="draft", id=id)
    assert (saved.status_code, saved.content) == (204, b"")
    kept = sent(ada_client, {"text": "CANARY", "keep": "1"}, name="draft", id=id)
    assert kept.headers["Location"] == url("edit", id)
    assert "CANARY" in words_of(ada_client.get(url("edit", id)))
    assert "CANARY" in words_of(ada_client.get(HOME))
    assert words_of(ben_client.get(HOME)) == before
    for name in ("undo", "removal"):
        assert sent(ben_client, {"text": "Mine"}, name=name, id=id).status_code == 404
    ada_client.post(url("removal", id))
    assert not Opening.objects.exists()


@pytest.mark.parametrize("name", ["sending", "draft"])
def test_words_of_an_old_tab_become_a_new_one_and_are_not_sent(name: str, ada_client: Client) -> None:
    id = uuid4()
    sent(ada_client, {"text": "Sent words."}, id=id)
    answer = sent(ada_client, {"text": "TYPED-IN-AN-OLD-TAB"}, name=name, id=id)
    assert answer.status_code == 409
    page = words_of(answer)
    assert "You have already sent that one." in page
    assert "TYPED-IN-AN-OLD-TAB</textarea>" in page
    assert str(id) not in page
    assert Opening.objects.get().words == {"text": "Sent words."}


def test_undo_leads_back_into_the_composer_and_too_late_says_so(ada: Person, ada_client: Client, evening: Any) -> None:
    id = page_id(ada)
    sent(ada_client, {"text": "The tea."}, id=id)
    assert url("undo", id) in words_of(ada_client.get(HOME))
    assert ada_client.post(url("undo", id)).headers["Location"] == url("edit", id)
    sent(ada_client, {"text": "The tea."}, id=id)
    evening.shift(UNDO)
    assert "It has already arrived" in words_of(ada_client.post(url("undo", id), follow=True))
    assert url("undo", id) not in words_of(ada_client.get(HOME))


def test_alone_it_is_kept_and_says_why(client_for: Any, db: None) -> None:
    sam = PersonFactory(name="Sam")
    begin(by=sam, called="Alex")
    client = client_for(sam)
    assert "Send now" not in words_of(client.get(reverse("openings:new")))
    page = words_of(client.post(url("sending", uuid4()), {"shape": "prompt", "text": "CANARY"}, follow=True))
    assert "You can send it once your partner has joined." in page
    assert "CANARY" in page


def test_a_prompt_taken_out_of_the_deck_leaves_the_words(couple: Couple, ada: Person, ada_client: Client) -> None:
    words = {"text": "Written to a prompt of long ago."}
    services.send(couple, by=ada, id=uuid4(), shape=Shape.PROMPT, words=words, prompt="o999")
    assert words["text"] in words_of(ada_client.get(HOME))


# -- hints ------------------------------------------------------------------------------------------------------------


def test_a_hint_comes_on_a_pause_is_stored_nowhere_and_stops_nobody(ada_client: Client) -> None:
    words = {"when": "you always leave,", "felt": "alone."}
    told = ada_client.post(reverse("openings:hints"), {"shape": "moment"} | words)
    assert told.status_code == 200
    assert "“you always” can sound like a judgement" in words_of(told)
    assert not Opening.objects.exists()
    assert sent(ada_client, words, shape="moment").status_code == 303
    quiet = ada_client.post(reverse("openings:hints"), {"shape": "moment", "felt": "alone."})
    assert "notice" not in words_of(quiet)
    assert ada_client.post(reverse("openings:hints"), {"shape": "odd", "text": "x" * 20_000}).status_code == 200


def test_without_scripts_the_hint_is_there_after_keeping(ada_client: Client) -> None:
    kept = ada_client.post(
        url("draft", uuid4()), {"shape": "prompt", "text": "You are so lazy.", "keep": "1"}, follow=True
    )
    assert "“You are so lazy” is about what someone is." in words_of(kept)


# -- lists and cost ---------------------------------------------------------------------------------------------------


def test_what_was_told_goes_by_months(couple: Couple, ada: Person, ada_client: Client, evening: Any) -> None:
    for _month in range(2):
        text = f"CANARY-{_month}"
        services.send(couple, by=ada, id=uuid4(), shape=Shape.PROMPT, words={"text": text})
        evening.shift(timedelta(days=31))
    page = words_of(ada_client.get(HOME))
    assert "CANARY-1" in page
    assert "CANARY-0" not in page
    assert "CANARY-0" in words_of(ada_client.get(HOME, {"month": "2026-11"}))


def test_many_begin_with_the_newest_and_the_rest_is_one_link_away(
    couple: Couple, ada: Person, ada_client: Client, ben_client: Client, evening: Any
) -> None:
    for number in range(6):
        services.send(couple, by=ada, id=uuid4(), shape=Shape.PROMPT, words={"text": f"CANARY-TOLD-{number}"})
        services.keep_draft(couple, by=ada, id=uuid4(), shape=Shape.PROMPT, words={"text": f"CANARY-DRAFT-{number}"})
        evening.shift(timedelta(minutes=1))
    first = words_of(ada_client.get(HOME))
    for kind, link in (("TOLD", {"month": "2026-11"}), ("DRAFT", {"drafts": ""})):
        assert [f"CANARY-{kind}-{number}" in first for number in range(6)] == [False] * 2 + [True] * 4
        every = words_of(ada_client.get(HOME, link))
        assert all(f"CANARY-{kind}-{number}" in every for number in range(6))
        assert "CANARY-DRAFT" not in words_of(ben_client.get(HOME, link))


@pytest.mark.parametrize("number", [1, 50])
def test_pages_cost_the_same_with_one_and_with_fifty(
    number: int, couple: Couple, ada: Person, ben: Person, ada_client: Client, evening: Any
) -> None:
    for person in (ada, ben) * number:
        services.send(couple, by=person, id=uuid4(), shape=Shape.VALUE, words=SAMPLE[Shape.VALUE])
        services.keep_draft(couple, by=person, id=uuid4(), shape=Shape.VALUE, words=SAMPLE[Shape.VALUE])
    evening.shift(UNDO)
    costs = {}
    for name in ("openings:home", "openings:new", "openings:depth"):
        ada_client.get(reverse(name))
        with CaptureQueriesContext(connection) as asked:
            assert ada_client.get(reverse(name)).status_code == 200
        costs[name] = len(asked)
    assert costs == {"openings:home": 7, "openings:new": 3, "openings:depth": 4}
