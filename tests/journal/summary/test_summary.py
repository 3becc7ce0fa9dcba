"""The notes on their pages: what may be chosen, what the other sees of it, and paper only when somebody presses."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from couples.accounts.models import Person
from couples.space.models import Couple
from journal.agreements import services as guidelines
from journal.agreements.signing.digest import digest
from journal.assessments import services as assessments
from journal.assessments.models import Strain
from journal.export.book import Volume
from journal.own_words import Words
from journal.practices import PRACTICES
from journal.summary.gathering import Thing, choosable
from journal.support.models import Handout
from journal.visions import services as visions
from tests.pages import words_of

pytestmark = pytest.mark.django_db

HOME, LOOK, RELEASE, COPY, PRINT, BACK = (
    reverse(f"summary:{name}") for name in ("home", "look", "release", "copy", "print", "return")
)


@pytest.fixture
def world(couple: Couple, ada: Person, ben: Person) -> None:
    """Both have opened something of each kind, and Ada keeps something more."""
    for person in (ada, ben):
        assessments.share(couple, by=person, topic="work", values={"words": f"Work, says {person.name}"})
        hope = {"horizon": 1, "area": "us", "words": f"A garden, says {person.name}", "value": "calm", "guess": "yes"}
        visions.keep(couple, by=person, id=uuid4(), values=hope)
    for person in (ada, ben):
        visions.seal(couple, by=person)
    assessments.keep(couple, by=ada, topic="money", values={"words": "Not for anyone yet"})


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is set on paper, in its order."""
    said: list[str] = []
    put = Volume.put

    def noting(self: Volume, words: str, **how: Any) -> None:
        said.append(words)
        put(self, words, **how)

    monkeypatch.setattr(Volume, "put", noting)
    return said


def choose(client: Client, wish: str, *things: Thing) -> None:
    assert client.post(HOME, {"wish": wish, "chosen": [each.ref for each in things]})["Location"] == LOOK


def release(client: Client) -> None:
    (seen,) = re.findall(r'name="seen" value="(\w+)"', words_of(client.get(LOOK)))
    assert client.post(RELEASE, {"seen": seen})["Location"] == HOME


def side_of(person: Person, page: str) -> str:
    """What the page shows as this person's."""
    found = re.findall(rf'<figure class="said .*?<bdi>{person.name}</bdi>.*?</figure>', page, re.DOTALL)
    return str(found[0]) if found else ""


def test_each_chooses_among_their_own_words_that_both_can_read(
    world: None, couple: Couple, ada: Person, ada_client: Client
) -> None:
    page = words_of(ada_client.get(HOME))
    assert "Work, says Ada" in page
    assert "A garden, says Ada" in page
    for others in ("Work, says Ben", "A garden, says Ben", "Not for anyone yet"):
        assert others not in page
    kept = Strain.objects.get(author=ada, topic="money")
    answer = ada_client.post(HOME, {"wish": "Mine", "chosen": [f"assessments:line:{kept.pk}"]})
    assert answer.status_code == 422
    assert "Mine" in words_of(answer)
    assert not Handout.objects.exists()


def test_what_was_chosen_and_what_was_written_are_told_apart(couple: Couple, ada: Person, ben: Person) -> None:
    for person in (ben, ada):
        assessments.share(couple, by=person, topic="work", values={"weight": "most", "words": "Long\nweeks"})
    (thing,) = choosable(couple, ada)
    assert thing.gist == "Work · It’s very heavy · Long weeks"


def test_each_is_shown_exactly_what_the_other_would_see(
    world: None, couple: Couple, ada: Person, ben: Person, ada_client: Client, ben_client: Client
) -> None:
    before = ben_client.get(HOME).content
    mine = choosable(couple, ada)
    choose(ada_client, "How do we talk about money?", *mine[:1])
    preview = side_of(ada, words_of(ada_client.get(LOOK)))
    release(ada_client)
    # Until Ben has released too, nothing of his differs, and hers is still hers to take back.
    csrf = re.compile(rb'(csrfmiddlewaretoken" value=|CSRFToken": )"\w+"')
    assert csrf.sub(b"", ben_client.get(HOME).content) == csrf.sub(b"", before)
    choose(ben_client, "Listening")
    release(ben_client)
    for client in (ada_client, ben_client):
        page = words_of(client.get(HOME))
        assert side_of(ada, page) == preview != ""
        assert "Listening" in side_of(ben, page)
        assert escape(mine[1].parts[0].words) not in page


def test_what_belongs_to_both_is_on_it_once_both_chose_it(
    couple: Couple, ada: Person, ben: Person, ada_client: Client, ben_client: Client, signed: Thing
) -> None:
    choose(ada_client, "One", signed)
    assert "only if your partner chooses it too" in words_of(ada_client.get(LOOK))
    release(ada_client)
    choose(ben_client, "Two")
    release(ben_client)
    assert "We stop at ten" not in words_of(ada_client.get(HOME))
    ben_client.post(BACK)
    choose(ben_client, "Two", signed)
    release(ben_client)
    assert all("We stop at ten" in words_of(client.get(HOME)) for client in (ada_client, ben_client))


@pytest.fixture
def signed(couple: Couple, ada: Person, ben: Person) -> Thing:
    line = guidelines.add_line(couple, by=ada, text="We stop at ten", op_id=uuid4())
    for person in (ada, ben):
        guidelines.sign(couple, by=person, name=person.name, digest=digest([line.text]))
    (thing,) = choosable(couple, ada)
    return thing


def test_paper_and_file_are_pressed_and_never_followed(
    couple: Couple,
    ada: Person,
    ben: Person,
    ada_client: Client,
    ben_client: Client,
    stranger_client: Client,
    printed: list[str],
) -> None:
    for client, wish in ((ada_client, "A wish of hers"), (ben_client, "مرحبا and his")):
        assert client.post(COPY)["Location"] == HOME
        choose(client, wish)
        release(client)
    assert ada_client.get(PRINT)["Location"] == HOME
    assert "there is a copy that stays" in words_of(ben_client.get(HOME))
    assert ada_client.post(COPY, {"as": "print"})["Location"] == PRINT
    paper = words_of(ben_client.get(PRINT))
    assert "A wish of hers" in paper
    assert "<title>Notes · Nearer</title>" in paper
    assert "nobody can take that back" in words_of(ben_client.get(HOME))
    file = ben_client.post(COPY, {"as": "file"})
    assert file["Content-Disposition"] == 'attachment; filename="notes.pdf"'
    assert file.content.startswith(b"%PDF")
    assert printed[:1] == ["Notes"]
    assert {"A wish of hers", "مرحبا and his", "Ada", "Ben"} <= set(printed)
    assert b"Nearer" not in file.content
    ada_client.post(BACK)
    for client in (ada_client, ben_client, stranger_client):
        assert client.get(PRINT)["Location"] == HOME
        assert client.post(COPY, {"as": "file"})["Location"] == HOME


def test_a_page_costs_few_queries(
    world: None,
    ada_client: Client,
    ben_client: Client,
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    for client in (ada_client, ben_client):
        choose(client, "Something")
        with django_assert_max_num_queries(10):
            client.get(LOOK)
        release(client)
    with django_assert_max_num_queries(10):
        ada_client.get(HOME)


def test_what_may_go_on_them_is_what_both_can_read() -> None:
    """The practices that say so. One that gave out something closed would be refused (gathering), not shown."""
    offered: dict[str, Words] = {
        f"{practice.key}:{words.key}": words for practice in PRACTICES for words in practice.export if words.along
    }
    assert set(offered) == {"agreements:signed", "assessments:line", "visions:hope"}
