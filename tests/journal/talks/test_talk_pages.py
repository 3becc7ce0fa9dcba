"""A talk on its pages, without scripts: two phones, one phone, and what is refused kindly."""

import re
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from couples.accounts.models import Person
from couples.space.models import Couple
from journal.talks import beginning, ending
from journal.talks.models import Ending, Statement, Talk
from tests.journal.talks.addresses import world
from tests.journal.talks.talking import both_ready, fresh, hear
from tests.page_ids import page_id
from tests.pages import words_of

pytestmark = pytest.mark.django_db
NEW, HOME, SEE_OTHER, CONFLICT, UNPROCESSABLE = reverse("talks:new"), reverse("talks:home"), 303, 409, 422


@pytest.fixture(autouse=True)
def evening() -> Any:
    with time_machine.travel(datetime(2026, 11, 22, 20, tzinfo=UTC), tick=False) as clock:
        yield clock


@pytest.fixture
def talk(couple: Couple, ada: Person, ben: Person) -> Talk:
    return beginning.begin(couple, by=ada, other=ben, id=uuid4(), subject="The weekend")


@pytest.fixture
def spoken_talk(talk: Talk, ada: Person, ben: Person) -> Talk:
    """Ada speaks first."""
    return both_ready(talk, ada, ben)


def page(client: Client, talk: Talk, more: str = "") -> str:
    return words_of(client.get(at("talk", talk) + more))


def at(name: str, talk: Talk) -> str:
    return reverse(f"talks:{name}", args=[talk.pk])


def heading(page: str) -> str:
    """The first thing a page of a talk says."""
    found = re.search(r'<div class="turn">.*?<h2>(.*?)</h2>', page, re.DOTALL)
    assert found
    return " ".join(found[1].split())


def send(client: Client, page: str, address: str, **words: str) -> int:
    """What the one form there sends, with these words."""
    form = next(each for each in re.findall(r"<form.*?</form>", page, re.DOTALL) if f'action="{address}"' in each)
    given = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
    return client.post(address, {name: unescape(value) for name, value in given.items()} | words).status_code


def heard_at(step: str) -> str:
    newest = Statement.objects.said().order_by("-place")[0]
    return reverse("listening:saying", args=["talks", newest.pk, step])


def test_a_whole_talk_on_two_phones(
    ada: Person, ada_client: Client, ben_client: Client, stranger_client: Client
) -> None:
    sent = {"id": str(page_id(ada)), "subject": "The weekend"}
    assert [ada_client.post(NEW, sent).status_code for _twice in range(2)] == [SEE_OTHER, SEE_OTHER]
    talk = Talk.objects.get()
    assert stranger_client.get(at("talk", talk)).status_code == 404
    for client in (ada_client, ben_client):
        assert heading(page(client, talk)) == "First: when would suit you?"
        assert send(client, page(client, talk), at("readiness", talk), when="now") == SEE_OTHER
    one, two = (ada_client, ben_client) if fresh(talk).speaker == ada else (ben_client, ada_client)
    names = ["Ada", "Ben"] if one is ada_client else ["Ben", "Ada"]
    for speaker, listener, (name, other) in ((one, two, names), (two, one, names[::-1])):
        assert heading(page(speaker, talk)) == "It’s your turn to speak."
        assert heading(page(listener, talk)) == f"It’s {name}’s turn to speak."
        assert at("statement", talk) not in page(listener, talk)
        assert send(speaker, page(speaker, talk), at("statement", talk), text=f"{name} is tired") == SEE_OTHER
        assert heading(page(listener, talk)) == "It’s your turn to say back what you heard."
        assert heading(page(speaker, talk)) == f"It’s {other}’s turn to say back what they heard."
        assert send(listener, page(listener, talk), heard_at("heard"), text="You are tired") == SEE_OTHER
        assert heading(page(speaker, talk)) == "It’s your turn: is that it?"
        assert heading(page(listener, talk)) == f"It’s {name}’s turn to say if that’s it."
        assert send(speaker, page(speaker, talk), heard_at("yes")) == SEE_OTHER
        assert heading(page(speaker, talk)) == "Anything more you’d like to say?"
        assert heading(page(listener, talk)) == f"{name} feels heard."
        assert send(speaker, page(speaker, talk), at("swap", talk)) == SEE_OTHER
    assert at("idea", talk) not in page(one, talk)
    before = page(two, talk)
    assert send(one, page(one, talk), at("enough", talk)) == SEE_OTHER
    assert page(two, talk) == before
    assert send(two, page(two, talk), at("enough", talk)) == SEE_OTHER
    assert heading(page(one, talk)) == heading(page(two, talk)) == "You both feel understood enough."
    assert send(one, page(one, talk), at("idea", talk), text="On Fridays we plan", until="2026-12-20") == SEE_OTHER
    idea = fresh(talk).ideas.get()
    assert send(two, page(two, talk), reverse("talks:want", args=[idea.pk])) == SEE_OTHER
    assert "You both want to try this, until 20 December." in page(one, talk)
    assert (
        send(one, words_of(one.get(at("end", talk))), at("end", talk), ending="try", text="You try hard") == SEE_OTHER
    )
    assert "You try hard" not in page(two, talk)
    assert send(two, page(two, talk), at("understood", talk), text="You listen well") == SEE_OTHER
    for client in (one, two):
        ended = page(client, talk)
        assert all(words in ended for words in ("You try hard", "You listen well", "On Fridays we plan", "is tired"))
        assert "The weekend" in words_of(client.get(HOME))
    assert send(two, page(two, talk), at("again", talk)) == SEE_OTHER
    assert Talk.objects.going_on().get().after == talk


def test_on_one_phone_a_cover_stands_between_the_two_and_no_draft_is_seen(
    spoken_talk: Talk, ada_client: Client, ben_client: Client
) -> None:
    talk, phone = spoken_talk, at("phone", spoken_talk)
    draft = {"text": "Begun by Ada", "seen": "0", "base": "[]"}
    assert ada_client.post(at("draft", talk), draft).status_code == 204
    assert "Begun by Ada" in page(ada_client, talk)
    assert ada_client.post(phone, {"to": "to-them"}).status_code == SEE_OTHER
    cover = page(ada_client, talk)
    assert "Give the phone to Ben" in cover
    assert "The weekend" not in cover
    assert ada_client.post(phone, {"to": "theirs"}).status_code == SEE_OTHER
    assert "Begun by Ada" not in page(ada_client, talk)
    assert heading(page(ada_client, talk)) == "It’s Ada’s turn to speak."
    assert ada_client.post(phone, {"to": "back"}).status_code == SEE_OTHER
    assert "Give the phone back to Ada" in page(ada_client, talk)
    assert ada_client.post(phone, {"to": "own"}).status_code == SEE_OTHER
    assert "Begun by Ada" in page(ada_client, talk)
    assert send(ada_client, page(ada_client, talk), at("statement", talk), text="I feel alone") == SEE_OTHER
    assert send(ada_client, page(ada_client, talk), phone) == SEE_OTHER
    assert send(ada_client, page(ada_client, talk), phone, to="theirs") == SEE_OTHER
    there = page(ada_client, talk)
    assert heading(there) == "It’s your turn to say back what you heard."
    assert "What I hear you say, Ada, is" in there
    assert send(ada_client, there, heard_at("heard"), text="You feel alone") == SEE_OTHER
    assert "Side by side, on Ada’s phone." in page(ben_client, talk)
    ada_client.post(phone, {"to": "own"})
    assert send(ada_client, page(ada_client, talk), heard_at("yes")) == SEE_OTHER
    assert heading(page(ben_client, talk)) == "Ada feels heard."


def test_a_yes_on_the_others_phone_says_so_and_almost_stays_possible(
    spoken_talk: Talk, ada: Person, ben: Person, ada_client: Client, ben_client: Client
) -> None:
    talk = spoken_talk
    assert send(ada_client, page(ada_client, talk), at("statement", talk), text="I feel alone") == SEE_OTHER
    assert send(ben_client, page(ben_client, talk), heard_at("heard"), text="You feel alone") == SEE_OTHER
    ben_client.post(at("phone", talk), {"to": "theirs"})
    assert send(ben_client, page(ben_client, talk), heard_at("yes")) == SEE_OTHER
    hers = page(ada_client, talk)
    assert "Side by side, on Ben’s phone." in hers
    assert send(ada_client, hers, heard_at("almost"), text="On Sundays most of all") == SEE_OTHER
    assert heading(page(ada_client, talk)) == "It’s Ben’s turn to say back what they heard."


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"subject": " "}, "Say what it’s about first"),
        ({"subject": "x" * 141}, "There’s room for 140 characters here."),
    ],
)
def test_a_subject_is_refused_kindly(sent: dict[str, str], says: str, ada: Person, ada_client: Client) -> None:
    answer = ada_client.post(NEW, sent | {"id": str(page_id(ada))})
    assert answer.status_code == UNPROCESSABLE
    assert says in words_of(answer)
    assert not Talk.objects.exists()


def test_a_subject_that_names_a_culprit_gets_a_hint_and_is_never_stopped(ada: Person, ada_client: Client) -> None:
    hinted = words_of(ada_client.post(reverse("talks:hints"), {"subject": "Why you never help"}))
    assert "blames one of you" in hinted
    assert "blames one" not in words_of(ada_client.post(reverse("talks:hints"), {"subject": "How we share the work"}))
    sent = {"id": str(page_id(ada)), "subject": "Why you never help"}
    assert ada_client.post(NEW, sent).status_code == SEE_OTHER


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({}, "Choose one of the three."),
        ({"when": "later"}, "Choose a day for it."),
        ({"when": "later", "on": "2026-11-22", "at": "08:00"}, "That time has passed already."),
        ({"when": "later", "on": "2027-11-22", "at": "08:00"}, "That’s more than two months away."),
        ({"when": "later", "on": "soon", "at": "08:00"}, "Write a day like 2027-03-31."),
    ],
)
def test_a_time_is_refused_kindly(sent: dict[str, str], says: str, talk: Talk, ada_client: Client) -> None:
    answer = ada_client.post(at("readiness", talk), sent | {"asked": "1"})
    assert answer.status_code == UNPROCESSABLE
    assert says in words_of(answer)
    assert not talk.readiness.exists()


def test_a_time_in_a_gap_of_the_clock_is_the_next_there_is(talk: Talk, ada_client: Client, evening: Any) -> None:
    evening.move_to(datetime(2027, 3, 27, 20, tzinfo=UTC))
    sent = {"when": "later", "on": "2027-03-28", "at": "02:30", "asked": "1"}
    assert ada_client.post(at("readiness", talk), sent).status_code == SEE_OTHER
    assert talk.readiness.get().proposed == "2027-03-28T01:30:00+00:00"


def test_words_that_are_too_many_or_come_too_late_are_shown_again(
    spoken_talk: Talk, ada: Person, ben: Person, ada_client: Client, ben_client: Client
) -> None:
    talk = spoken_talk
    for text, says in (("x" * 401, "There’s room for 400 characters here."), (" ", "Write a few words first.")):
        answer = ada_client.post(at("statement", talk), {"text": text, "seen": "0"})
        assert (answer.status_code, says in words_of(answer)) == (UNPROCESSABLE, True)
    hear(talk, ada, ben, "I feel alone")
    old = page(ada_client, talk)
    ben_client.post(at("swap", talk), {"to": "b", "seen": "1"})
    answer = ada_client.post(at("statement", talk), {"text": "One thing more", "seen": "1"})
    assert answer.status_code == CONFLICT
    assert "One thing more" in words_of(answer)
    assert heading(words_of(answer)) == "It’s Ben’s turn to speak."
    assert send(ada_client, old, at("swap", talk)) == SEE_OTHER
    assert fresh(talk).speaker == ben


def test_a_second_subject_waits_and_is_not_lost(talk: Talk, ben: Person, ben_client: Client) -> None:
    answer = ben_client.post(NEW, {"id": str(page_id(ben)), "subject": "Money"})
    assert answer.status_code == CONFLICT
    assert "Money" in words_of(answer)
    assert at("talk", talk) in words_of(answer)


def test_what_was_said_before_is_one_tap_away_and_costs_the_page_nothing(
    spoken_talk: Talk, ada: Person, ben: Person, ada_client: Client, ben_client: Client, stranger_client: Client
) -> None:
    for text in ("On Sundays", "I feel alone", "And tired"):
        hear(spoken_talk, ada, ben, text)
    for client in (ada_client, ben_client):
        there = page(client, spoken_talk)
        assert at("earlier", spoken_talk) in there
        assert ["On Sundays" in there, "And tired" in there] == [False, True]
        earlier = words_of(client.get(at("earlier", spoken_talk)))
        assert earlier.index("On Sundays") < earlier.index("I feel alone") < earlier.index("And tired")
    ada_client.post(at("phone", spoken_talk), {"to": "to-them"})
    assert ada_client.get(at("earlier", spoken_talk)).status_code == SEE_OTHER
    assert stranger_client.get(at("earlier", spoken_talk)).status_code == 404


def test_after_weeks_it_is_where_it_was(spoken_talk: Talk, ada_client: Client, evening: Any) -> None:
    evening.move_to(datetime(2026, 12, 20, 20, tzinfo=UTC))
    found = page(ada_client, spoken_talk)
    assert "All of it is as you two left it on Sunday, 22 November." in found
    assert heading(found) == "It’s your turn to speak."


def test_the_guidelines_are_one_tap_away_on_every_page(
    couple: Couple, ada: Person, ben: Person, ada_client: Client
) -> None:
    guidelines = f'href="{reverse("agreements:home")}"'
    assert guidelines in words_of(ada_client.get(HOME))
    talk = Talk.objects.get(pk=world(couple, ada, ben, "Words", many=1)["talk"])
    assert guidelines in page(ada_client, talk)


def test_its_pages_ask_few_queries(couple: Couple, ada: Person, ben: Person, ada_client: Client) -> None:
    talk = beginning.begin(couple, by=ada, other=ben, id=uuid4(), subject="Words")
    costs = {"asking": cost(ada_client, talk)}
    talk = both_ready(talk, ada, ben)
    for _twice in range(2):
        hear(talk, ada, ben, "One")
    costs["heard"] = cost(ada_client, talk)
    for _more in range(10):
        hear(talk, ada, ben, "More")
    assert cost(ada_client, talk) == costs["heard"]
    ada_client.post(at("end", talk), {"ending": "understood"})
    costs["ended"] = cost(ada_client, talk)
    talk = Talk.objects.get(pk=world(couple, ada, ben, "Words", many=1)["talk"])
    costs["ideas"] = cost(ada_client, talk)
    assert max(costs.values()) <= 10, costs


def cost(client: Client, talk: Talk) -> int:
    client.get(at("talk", talk))
    with CaptureQueriesContext(connection) as queries:
        assert client.get(at("talk", talk)).status_code == 200
    return len(queries)


def test_a_day_to_come_back_is_told_before_it_and_then_until_they_have(
    spoken_talk: Talk, ada: Person, ada_client: Client, evening: Any
) -> None:
    ending.end(spoken_talk, by=ada, ending=Ending.LATER, back_on=date(2026, 12, 1))
    assert "You’ll both get one email on Tuesday" in page(ada_client, spoken_talk)
    evening.shift(timedelta(days=9))
    here = page(ada_client, spoken_talk)
    assert "You’ll both get one email" not in here
    assert "You chose to come back to it on Tuesday, 1 December. If now isn’t good, any other day is fine." in here
    assert send(ada_client, here, at("again", spoken_talk)) == SEE_OTHER
    assert "You chose to come back" not in page(ada_client, spoken_talk)
