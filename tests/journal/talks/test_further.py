"""An idea that both want becomes a line of their draft, a ritual or a reminder, once, and stays as it is."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from couples.accounts.models import Person
from couples.space.models import Couple
from journal.agreements import services as agreements
from journal.agreements.models import Guideline
from journal.talks import ideas
from journal.talks.models import Idea, Look, Want
from journal.talks.position import Acting
from rituals.models import Ritual
from tests.journal.talks.addresses import world
from tests.pages import words_of

pytestmark = pytest.mark.django_db
SEE_OTHER, CONFLICT, UNPROCESSABLE = 303, 409, 422


@pytest.fixture(autouse=True)
def evening() -> Any:
    with time_machine.travel(datetime(2026, 11, 22, 20, tzinfo=UTC), tick=False) as clock:
        yield clock


@pytest.fixture
def idea(couple: Couple, ada: Person, ben: Person) -> Idea:
    found = Idea.objects.get(pk=world(couple, ada, ben, "On Fridays we plan", many=1)["idea"])
    ideas.want(found, Acting(ben), wanted=True)
    Look.objects.all().delete()
    return found


def at(name: str, idea: Idea) -> str:
    return reverse(f"talks:{name}", args=[idea.pk])


def test_it_becomes_one_line_of_the_draft_whoever_presses(
    idea: Idea, ada_client: Client, ben_client: Client, stranger_client: Client
) -> None:
    assert at("further", idea) in words_of(ada_client.get(reverse("talks:talk", args=[idea.talk_id])))
    page = words_of(ada_client.get(at("further", idea)))
    assert all(words in page for words in ("On Fridays we plan", "Both, now", "sign it there"))
    assert stranger_client.post(at("further-guideline", idea)).status_code == 404
    for client in (ada_client, ada_client, ben_client):
        answer = client.post(at("further-guideline", idea))
        assert answer.status_code == SEE_OTHER
        assert answer.headers["Location"].startswith(reverse("agreements:home"))
    assert [line.text for line in Guideline.objects.in_draft()] == ["On Fridays we plan"]
    assert Idea.objects.get(pk=idea.pk).stands()


def test_a_full_draft_says_so_and_the_idea_stays(idea: Idea, couple: Couple, ada: Person, ada_client: Client) -> None:
    for number in range(100):
        agreements.add_line(couple, by=ada, text=f"Line {number}", op_id=uuid4())
    answer = ada_client.post(at("further-guideline", idea))
    assert (answer.status_code, "There’s room for 100 guidelines" in words_of(answer)) == (CONFLICT, True)


def test_the_ritual_form_has_its_words_and_keeps_nothing_by_itself(idea: Idea, ben_client: Client) -> None:
    page = words_of(ben_client.get(at("further-ritual", idea)))
    assert 'value="On Fridays we plan"' in page
    assert f'action="{reverse("rituals:new")}"' in page
    assert not Ritual.objects.exists()


def test_a_reminder_is_a_ritual_of_one_evening_made_once(idea: Idea, ada_client: Client, ben_client: Client) -> None:
    for client in (ada_client, ada_client, ben_client):
        assert client.post(at("further", idea), {"on": "2026-12-04"}).status_code == SEE_OTHER
    ritual = Ritual.objects.get()
    assert ritual.title == "On Fridays we plan"
    assert (ritual.rule.starts_on, ritual.rule.ends_on) == (date(2026, 12, 4), date(2026, 12, 4))


@pytest.mark.parametrize(
    ("on", "says"),
    [
        ("", "Choose a day for it."),
        ("2026-11-22", "Choose a day from tomorrow on."),
        ("2028-01-01", "more than a year"),
    ],
)
def test_a_day_is_refused_kindly(on: str, says: str, idea: Idea, ada_client: Client) -> None:
    answer = ada_client.post(at("further", idea), {"on": on})
    assert (answer.status_code, says in words_of(answer)) == (UNPROCESSABLE, True)
    assert not Ritual.objects.exists()


def test_what_only_one_wants_goes_nowhere(idea: Idea, ben: Person, ada_client: Client) -> None:
    Want.objects.get(idea=idea, person=ben).delete()
    for name in ("further", "further-ritual"):
        assert ada_client.get(at(name, idea)).status_code == SEE_OTHER
    assert ada_client.post(at("further", idea), {"on": "2026-12-04"}).status_code == CONFLICT
    assert ada_client.post(at("further-guideline", idea)).status_code == CONFLICT
    assert not Guideline.objects.in_draft().exists()
    assert not Ritual.objects.exists()
