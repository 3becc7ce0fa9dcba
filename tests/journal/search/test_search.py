"""Finding one's own words again, and what is open to both. Nothing else, for nobody else."""

import io
import logging
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from couples import clock
from couples.accounts.models import Person
from couples.space.models import Couple
from journal.appreciations.models import Appreciation
from journal.brought.services import bring
from journal.checkins import services as checkins
from journal.checkins.models import CheckIn
from journal.listening import services as listening
from journal.listening import sources
from journal.listening.steps import Step
from journal.openings import services as openings
from journal.openings.models import Shape
from journal.questions import services as questions
from journal.story import services as story
from journal.story.reading import PAUSE
from journal.talks import beginning, ending
from journal.talks.models import Ending
from tests.addresses import world
from tests.journal.brought.files import record, words_json
from tests.journal.talks.talking import both_ready, hear
from tests.pages import words_of

pytestmark = pytest.mark.django_db

SEARCH = reverse("search:page")
ON = date(2026, 11, 20)


def found(client: Client, words: str, **more: str) -> str:
    answer = client.post(SEARCH, {"words": words, **more}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    return words_of(answer).split('id="search-found"')[1]


def thanked(couple: Couple, by: Person, text: str, **columns: object) -> Appreciation:
    at = clock.now() - timedelta(days=1)
    note = Appreciation(couple=couple, author=by, **({"sealed_at": at, "opened_at": at} | columns))
    note.text = text
    note.save()
    return note


def test_one_finds_ones_own_and_what_is_open_to_both(
    couple: Couple, ada: Person, ben: Person, ada_client: Client, ben_client: Client, stranger_client: Client
) -> None:
    thanked(couple, ben, "For the heron by the river", opened_at=clock.now())
    thanked(couple, ada, "A heron in my draft", sealed_at=None, opened_at=None)
    mine, theirs = found(ada_client, "Heron"), found(ben_client, "heron")
    assert "For the <mark>heron</mark> by the river" in mine
    assert "A <mark>heron</mark> in my draft" in mine
    assert "a draft, only for you" in mine
    assert "in my draft" not in theirs
    assert "by the river" in theirs
    assert "Nothing found" in found(stranger_client, "heron")


def test_nothing_sealed_is_found_not_even_by_its_author(
    couple: Couple, ada: Person, ben: Person, ada_client: Client, ben_client: Client
) -> None:
    before = [found(client, "heron") for client in (ada_client, ben_client)]
    checkins.seal(couple, by=ben, on=ON, values={"line": "A heron"})
    openings.send(couple, by=ben, id=uuid4(), shape=Shape.PROMPT, words={"text": "A heron"}, prompt="o101")
    assert [found(client, "heron") for client in (ada_client, ben_client)] == before
    checkins.seal(couple, by=ada, on=ON, values={"line": "A goose"})
    assert "Nothing found" not in found(ada_client, "heron")
    assert reverse("checkins:day", args=[ON]) in found(ada_client, "heron")


def test_a_canary_in_everything_is_found_by_its_own_couple_alone(
    couple: Couple, ada: Person, ben: Person, ada_client: Client, stranger: Person, stranger_client: Client
) -> None:
    world(couple, ada, ben, "Canary", many=1)
    thanked(stranger.memberships.get().couple, stranger, "A magpie")
    assert "<mark>Canary</mark>" in found(ada_client, "canary")
    assert "<mark>magpie</mark>" in found(stranger_client, "magpie")
    assert "Nothing found" in found(ada_client, "magpie")
    assert "Nothing found" in found(stranger_client, "canary")


def test_where_and_when_narrow_it_down(couple: Couple, ada: Person, ben: Person, ada_client: Client) -> None:
    for person in (ada, ben):
        checkins.seal(couple, by=person, on=ON, values={"line": f"A heron for {person.name}"})
    thanked(couple, ben, "The heron, yesterday")
    assert "yesterday" not in found(ada_client, "heron", practice="checkins")
    assert "yesterday" in found(ada_client, "heron", practice="appreciations")
    until = found(ada_client, "heron", until=f"{ON}")
    assert "heron</mark> for Ben" in until
    assert "heron</mark> for Ben" not in found(ada_client, "heron", since=f"{ON + timedelta(days=1)}")


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"words": "   \n "}, "Write a word first."),
        ({"words": "x" * 10_000}, "There’s room for 200 characters here."),
        ({"words": "x", "since": "2026-11-02", "until": "2026-11-01"}, "This day is before the first one."),
        ({"words": "x", "since": "soon"}, "Write a day like 2027-03-31."),
        ({"words": "x", "practice": "nothing"}, "Select a valid choice."),
    ],
)
def test_what_cannot_be_looked_for_is_said_beside_the_field(
    ada_client: Client, sent: dict[str, str], said: str
) -> None:
    answer = ada_client.post(SEARCH, sent)
    assert answer.status_code == 422
    assert said in words_of(answer)
    assert "search-found" not in words_of(answer)


def test_what_is_looked_for_stands_in_no_address_and_in_no_log(
    couple: Couple, ada_client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, logger="django.request"):
        answer = ada_client.post(SEARCH, {"words": "CANARY"})
    assert answer.status_code == 200
    assert "Location" not in answer.headers
    assert "no-store" in answer.headers["Cache-Control"]
    assert "CANARY" not in caplog.text
    assert "CANARY" not in words_of(ada_client.get(SEARCH, {"words": "CANARY"}))


def test_it_asks_as_often_for_one_as_for_many(couple: Couple, ada: Person, ada_client: Client) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            found(ada_client, "heron")
        return len(queries)

    thanked(couple, ada, "A heron")
    one = asked()
    for number in range(50):
        thanked(couple, ada, f"A heron, number {number}")
    assert asked() == one


def test_what_one_hides_from_oneself_no_search_of_ones_own_brings_up(
    couple: Couple, ada: Person, ben: Person, ada_client: Client, ben_client: Client
) -> None:
    note = thanked(couple, ben, "For the heron by the river", kept_at=clock.now())
    prompt = questions.ask(couple, by=ben, id=uuid4(), text="Where was the heron?")
    questions.give(couple, by=ada, id=prompt.pk, text="A heron on the weir")
    for person in (ada, ben):
        checkins.seal(couple, by=person, on=ON, values={"line": f"A heron, said {person.name}"})
    evening = CheckIn.objects.filter(on=ON).earliest("pk")
    his = found(ben_client, "heron")
    for chapter, about in (("thank-you", note.pk), ("answer", prompt.pk), ("first-evening", evening.pk)):
        story.hide(couple, by=ada, chapter=chapter, about=about)
    assert "Nothing found" in found(ada_client, "heron")
    assert found(ben_client, "heron") == his
    assert his.count("<mark>heron</mark>") >= 4
    story.show(couple, by=ada, chapter="thank-you", about=note.pk)
    assert "by the river" in found(ada_client, "heron")
    story.hide(couple, by=ada, chapter=PAUSE, about=note.pk)
    assert "by the river" in found(ada_client, "heron")


def test_what_was_said_in_listening_about_what_one_hides_is_not_brought_up_either(
    couple: Couple, ada: Person, ben: Person, ada_client: Client, ben_client: Client
) -> None:
    talk = both_ready(beginning.begin(couple, by=ada, other=ben, id=uuid4(), subject="Sundays"), ada, ben)
    hear(talk, ada, ben, "A heron alone")
    ending.end(talk, by=ben, ending=Ending.UNDERSTOOD)
    prompt = questions.ask(couple, by=ben, id=uuid4(), text="Where were you?")
    answer = questions.give(couple, by=ada, id=prompt.pk, text="On the weir")
    heard = sources.find(couple, "questions", answer.pk)
    assert heard
    listening.say(heard, listening.pair(heard, ben, ada), step=Step.HEARD, seen=0, text="You saw a heron")
    his = found(ben_client, "heron")
    assert his.count("<mark>heron</mark>") == 3
    for chapter, about in (("talk", talk.pk), ("question", prompt.pk)):
        story.hide(couple, by=ada, chapter=chapter, about=about)
    assert "Nothing found" in found(ada_client, "heron")
    assert found(ben_client, "heron") == his


def test_what_one_brought_along_is_found_by_oneself_alone(
    couple: Couple, ada: Person, ada_client: Client, ben_client: Client
) -> None:
    def old(id: int, words: str, **more: str | None) -> dict[str, Any]:
        return record(id=str(UUID(int=id)), parts=[{"heading": "", "words": words}], **more)

    file = words_json(
        old(1, "A heron from before"), old(2, "A sealed heron", state="sealed"), old(3, "A heron, some day", when=None)
    )
    bring(io.BytesIO(file), by=ada, couple=couple)
    mine = found(ada_client, "heron")
    assert "<mark>heron</mark> from before" in mine
    assert "brought along, only for you" in mine
    assert reverse("brought:words", args=["appreciations", "thank-you"]) in mine
    assert "some day" in mine
    assert "sealed" not in mine
    assert "some day" not in found(ada_client, "heron", since="2000-01-01")
    assert "Nothing found" in found(ada_client, "heron", practice="talks")
    assert "Nothing found" in found(ben_client, "heron")
