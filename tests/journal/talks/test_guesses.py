"""What one thinks it is like for the other: for oneself alone, and shown once one was told yes, or never."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from couples.accounts.models import Person
from couples.outbox.models import Message
from couples.space.models import Couple
from journal.erasing import services as erasing
from journal.listening.services import MovedOn
from journal.listening.steps import Step
from journal.talks import beginning, ending, guessing
from journal.talks.models import Ending, Guess, Talk
from tests.journal.talks.talking import both_ready, hear, listen, say
from tests.pages import words_of

pytestmark = pytest.mark.django_db
SEE_OTHER, CONFLICT, UNPROCESSABLE = 303, 409, 422
GUESS = "It is lonely for Ben"


@pytest.fixture
def talk(couple: Couple, ada: Person, ben: Person) -> Talk:
    return beginning.begin(couple, by=ada, other=ben, id=uuid4(), subject="The weekend")


def at(name: str, talk: Talk) -> str:
    return reverse(f"talks:{name}", args=[talk.pk])


def page(client: Client, talk: Talk) -> str:
    return words_of(client.get(at("talk", talk)))


def test_a_whole_guess_from_the_first_word_to_being_shown(
    talk: Talk, ada: Person, ben: Person, ada_client: Client, ben_client: Client, stranger_client: Client
) -> None:
    theirs, mailed = page(ben_client, talk), Message.objects.count()
    assert at("guess", talk) in page(ada_client, talk)
    assert "What I think it is like for Ben" in words_of(ada_client.get(at("guess", talk)))
    for _twice in range(2):
        assert ada_client.post(at("guess", talk), {"text": GUESS}).status_code == SEE_OTHER
    assert stranger_client.post(at("guess", talk), {"text": GUESS}).status_code == 404
    assert GUESS in page(ada_client, talk)
    assert page(ben_client, talk) == theirs
    assert Message.objects.count() == mailed
    both_ready(talk, ben, ada)
    before = page(ben_client, talk)
    # Nobody has told her yes: it cannot be shown, also once she herself has felt heard.
    assert at("show-guess", talk) not in page(ada_client, talk)
    assert "you can show it" in page(ada_client, talk)
    assert ada_client.post(at("show-guess", talk)).status_code == CONFLICT
    assert page(ben_client, talk) == before
    said = say(talk, ben, "The lists are lonely")
    listen(said, ada, ben, Step.HEARD, "They are lonely")
    assert at("show-guess", talk) not in page(ada_client, talk)
    listen(said, ben, ada, Step.YES)
    assert at("show-guess", talk) in page(ada_client, talk)
    assert GUESS not in page(ben_client, talk)
    for _twice in range(2):
        assert ada_client.post(at("show-guess", talk)).status_code == SEE_OTHER
    assert "What Ada thought it is like for you" in page(ben_client, talk)
    assert GUESS in page(ben_client, talk)
    ending.end(talk, by=ben, ending=Ending.UNDERSTOOD)
    assert all(GUESS in page(client, talk) for client in (ada_client, ben_client))


def test_whoever_was_only_heard_may_not_show_theirs(talk: Talk, ada: Person, ben: Person) -> None:
    guessing.guess(talk, by=ada, text=GUESS)
    both_ready(talk, ada, ben)
    hear(talk, ada, ben, "I feel alone")
    with pytest.raises(MovedOn):
        guessing.show(talk, by=ada)
    with pytest.raises(MovedOn):  # there is none, and the answer is the same
        guessing.show(talk, by=ben)


def test_it_is_written_beforehand_and_taken_back_by_emptying_it(
    talk: Talk, ada: Person, ben: Person, ada_client: Client
) -> None:
    guessing.guess(talk, by=ada, text=GUESS)
    assert ada_client.post(at("guess", talk), {"text": ""}).status_code == SEE_OTHER
    assert not Guess.objects.exists()
    answer = ada_client.post(at("guess", talk), {"text": "x" * 201})
    assert (answer.status_code, "There’s room for 200 characters" in words_of(answer)) == (UNPROCESSABLE, True)
    both_ready(talk, ada, ben)
    answer = ada_client.post(at("guess", talk), {"text": GUESS})
    assert (answer.status_code, GUESS in words_of(answer)) == (CONFLICT, True)
    assert not Guess.objects.exists()
    assert ada_client.get(at("guess", talk)).status_code == SEE_OTHER


def test_on_a_phone_that_was_handed_over_there_is_none(talk: Talk, ada: Person, ada_client: Client) -> None:
    guessing.guess(talk, by=ada, text=GUESS)
    ada_client.post(at("phone", talk), {"to": "theirs"})
    there = page(ada_client, talk)
    assert GUESS not in there
    assert "think it is like" not in there
    assert ada_client.get(at("guess", talk)).status_code == SEE_OTHER


def test_one_that_was_never_shown_goes_whole_and_a_shown_one_leaves_its_place(
    talk: Talk, couple: Couple, ada: Person, ben: Person, ben_client: Client
) -> None:
    for person in (ada, ben):
        guessing.guess(talk, by=person, text=f"{GUESS} {person.name}")
    both_ready(talk, ben, ada)
    hear(talk, ben, ada, "The lists are lonely")
    guessing.show(talk, by=ada)
    for person in (ada, ben):
        guess = Guess.objects.by(person).get()
        erasing.erase(couple, by=person, practice="talks", kind="guess", id=guess.pk)
    assert [guess.author for guess in Guess.objects.all()] == [ada]
    assert GUESS not in page(ben_client, talk)
    assert "This is no longer here." in page(ben_client, talk)
