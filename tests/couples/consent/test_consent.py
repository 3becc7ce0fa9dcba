"""What somebody agrees to (G1): asked once, of both, by a button that says so; kept with its version and its day."""

import json
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import translation

from couples import clock
from couples.accounts.models import Everything, Person
from couples.consent import texts
from couples.outbox.models import Message
from couples.space import services as space
from couples.space.models import Couple, Invitation, Membership
from journal.export import html_file, json_file
from journal.export.records import Reader
from tests.factories import PersonFactory
from tests.pages import words_of

pytestmark = pytest.mark.django_db

BEGIN, TODAY, AGREED, WITHOUT, YOU, CODE = map(
    reverse, ("today:begin", "today:home", "consent:home", "consent:without", "you", "account_email_verification_sent")
)
ASKED = "What you agree to"
YES = {"agrees": str(texts.CURRENT)}
ClientFor = Callable[[Person], Client]


@pytest.fixture
def new(client_for: ClientFor) -> Callable[..., tuple[Person, Client]]:
    """Somebody with an account who was never asked."""

    def made(**columns: Any) -> tuple[Person, Client]:
        person = PersonFactory(agreed_to=0, agreed_at=None, **columns)
        return person, client_for(person)

    return made


def stored(person: Person) -> tuple[int, Any]:
    return Person.objects.values_list("agreed_to", "agreed_at").get(pk=person.pk)


def next_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if another version had been written."""
    later = texts.Text(clock.now().date(), ("Nearer keeps a little more.",))
    monkeypatch.setitem(texts.TEXTS, 2, later)
    monkeypatch.setattr(texts, "CURRENT", 2)


# -- the text ---------------------------------------------------------------------------------------------------------

#: People have agreed to these, word for word. Another wording is a version of its own.
AS_AGREED = {1: "cd2381f860f4722d"}


def test_no_text_that_somebody_has_agreed_to_is_changed() -> None:
    with translation.override("en"):
        said = {number: "\n".join(map(str, text.lines)) for number, text in texts.TEXTS.items()}
    assert {number: sha256(words.encode()).hexdigest()[:16] for number, words in said.items()} == AS_AGREED


# -- whoever begins ---------------------------------------------------------------------------------------------------


def test_whoever_begins_reads_all_of_it_beside_the_button_that_says_yes(new: Any) -> None:
    kim, browser = new()
    page = words_of(browser.get(BEGIN))
    text = page.index(str(texts.TEXTS[texts.CURRENT].lines[0]))
    assert text < page.index("I agree. Save and go on") < page.index("No, thank you")
    assert stored(kim) == (0, None), "looking is no yes"
    with time_machine.travel(clock.now(), tick=False):
        at = clock.now()
        browser.post(BEGIN, {"called": "Robin", "text": "CANARY soup"} | YES)
        assert stored(kim) == (1, at)
    browser.post(BEGIN, {"called": "Robin", "text": ""} | YES)
    assert stored(kim) == (1, at), "a double click is one yes"
    assert ASKED not in words_of(browser.get(TODAY))


@pytest.mark.parametrize("agrees", [{}, {"agrees": "0"}, {"agrees": "7"}, {"agrees": "yes"}])
def test_nothing_begins_without_a_yes_to_this_text(new: Any, agrees: dict[str, str]) -> None:
    kim, browser = new()
    answer = browser.post(BEGIN, {"called": "Robin", "text": "CANARY soup"} | agrees)
    assert answer.status_code == 422
    page = words_of(answer)
    assert "These words have changed." in page
    assert "CANARY soup" in page, "their words are still here"
    assert f'name="agrees" value="{texts.CURRENT}"' in page, "the next press is for the text they see now"
    assert stored(kim) == (0, None)
    assert not Couple.objects.exists()


def test_no_takes_one_press_and_nothing_follows(new: Any) -> None:
    kim, browser = new()
    page = words_of(browser.get(WITHOUT))
    assert "There is only your name and your email address." in page
    assert reverse("erase:account") in page
    assert stored(kim) == (0, None)
    assert Person.objects.get(pk=kim.pk).erase_at is None


# -- whoever joins ----------------------------------------------------------------------------------------------------


def invited(inviter: Person, address: str = "ben@example.org") -> str:
    return space.invite(space.begin(by=inviter, called="Ben"), by=inviter, email=address).token


def test_whoever_joins_with_a_new_account_agrees_as_they_press_and_it_is_theirs_with_the_code(ada: Person) -> None:
    link = reverse("space:welcome", args=[invited(ada)])
    ben = Client()
    page = words_of(ben.get(link))
    assert page.index(ASKED) < page.index("I agree. Join Ada") < page.index("No, thank you")
    details = {"name": "Ben", "zone": "Europe/Berlin"}
    refused = ben.post(f"{link}joining/", details)
    assert refused.status_code == 422
    assert not Message.objects.filter(kind="verify_code").exists()
    pressed = clock.now()
    with time_machine.travel(pressed, tick=False):
        ben.post(f"{link}joining/", details | YES)
    code = Message.objects.get(kind="verify_code").params["code"]  # type: ignore[index]  # it is there
    with time_machine.travel(pressed + timedelta(minutes=2), tick=False):
        ben.post(CODE, {"code": code, "next": link})
    assert stored(Person.objects.get(email="ben@example.org")) == (1, pressed)
    assert ASKED not in words_of(ben.get(TODAY))


def test_whoever_joins_with_an_account_is_asked_unless_they_have_agreed(
    ada: Person, new: Any, client_for: ClientFor
) -> None:
    token = invited(ada)
    ben, browser = new(email="ben@example.org")
    yes = reverse("space:membership", args=[token])
    assert browser.post(yes).status_code == 422
    assert not Membership.objects.filter(person=ben).exists()
    assert browser.post(yes, YES).status_code == 303
    assert browser.post(yes, YES).status_code == 303, "a double click"
    assert stored(ben)[0] == 1
    cleo = PersonFactory(name="Cleo")
    known = PersonFactory(email="known@example.org")
    other = invited(cleo, known.email)
    page = words_of(client_for(known).get(reverse("space:welcome", args=[other])))
    assert ASKED not in page
    assert "I agree" not in page
    assert client_for(known).post(reverse("space:membership", args=[other])).status_code == 303


def test_an_invitation_for_somebody_else_takes_no_yes(ada: Person, new: Any) -> None:
    stranger, browser = new()
    yes = reverse("space:membership", args=[invited(ada)])
    assert [browser.post(yes, sent).status_code for sent in ({}, YES)] == [404, 404]
    assert stored(stranger) == (0, None)
    assert Invitation.objects.get().accepted_at is None


# -- whoever is here already ------------------------------------------------------------------------------------------


def test_whoever_was_here_before_is_asked_once_each_for_themselves(
    couple: Couple, ada: Person, ben: Person, ada_client: Client, ben_client: Client
) -> None:
    Person.objects.update(agreed_to=0, agreed_at=None)
    for one in (ada_client, ben_client):
        page = words_of(one.get(TODAY))
        assert "We ask you this once" in page
        assert "How are you today?" in page, "the evening goes on beside it"
    answers = [ada_client.post(AGREED, YES) for _twice in range(2)]
    assert {answer["Location"] for answer in answers} == {TODAY}
    assert [stored(each)[0] for each in (ada, ben)] == [1, 0]
    assert ASKED not in words_of(ada_client.get(TODAY))
    assert ASKED in words_of(ben_client.get(TODAY)), "what one says is nobody else’s yes"
    assert not Message.objects.filter(created_at__gt=stored(ada)[1]).exists(), "nobody is told"


def test_another_text_is_asked_once_more_and_the_older_yes_stays_till_then(
    couple: Couple, ada: Person, ada_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = stored(ada)
    next_text(monkeypatch)
    page = words_of(ada_client.get(TODAY))
    assert "The words you agreed to have changed." in page
    assert "Nearer keeps a little more." in page
    assert ada_client.post(AGREED, {"agrees": "1"}).status_code == 422, "a page from before says yes to nothing"
    assert stored(ada) == before
    assert str(texts.TEXTS[1].lines[0]) in words_of(ada_client.get(AGREED)), "what they have agreed to, meanwhile"
    ada_client.post(AGREED, {"agrees": "2"})
    assert stored(ada)[0] == 2
    assert ASKED not in words_of(ada_client.get(TODAY))


# -- under You, and taking it back ------------------------------------------------------------------------------------


def test_under_you_stands_what_when_and_which_version(couple: Couple, ada: Person, ada_client: Client) -> None:
    assert AGREED in words_of(ada_client.get(YOU))
    Person.objects.filter(pk=ada.pk).update(agreed_at="2026-03-01T19:05:00Z")
    page = words_of(ada_client.get(AGREED))
    assert "You said yes on 1 March 2026." in page
    assert "Version 1, of 26 November 2026." in page
    assert all(str(line) in page for line in texts.TEXTS[1].lines)
    assert "I agree" not in page


def test_taking_it_back_is_erasing_with_seven_days_to_think_again(
    couple: Couple, ada: Person, ben: Person, ada_client: Client, ben_client: Client
) -> None:
    assert WITHOUT in words_of(ada_client.get(AGREED))
    page = words_of(ada_client.get(WITHOUT))
    assert "taking it back is erasing" in page
    assert "seven days" in page
    agreed = stored(ada)
    ada_client.post(reverse("erase:account"))
    ada.refresh_from_db()
    assert (ada.erase_what, stored(ada)) == (Everything.ACCOUNT, agreed)
    assert stored(ben)[0] == 1
    assert ben_client.get(AGREED).status_code == 200
    ada_client.post(reverse("erase:keep"))
    assert stored(ada) == agreed, "undone, the yes stands as it was"


def test_nobody_who_is_not_signed_in_comes_to_it(ada: Person) -> None:
    for address in (AGREED, WITHOUT):
        assert Client().get(address)["Location"].startswith("/account/login/")
    assert Client().post(AGREED, YES)["Location"].startswith("/account/login/")
    assert stored(ada)[0] == 1


def test_it_is_taken_along_and_only_ones_own(couple: Couple, ada: Person, ben: Person) -> None:
    Person.objects.filter(pk=ben.pk).update(agreed_to=0, agreed_at=None)
    ben.refresh_from_db()
    hers = json.loads("".join(json_file.write(Reader.of(couple, ada))))
    assert (hers["you"]["agreed"]["version"], len(hers["you"]["agreed"]["lines"])) == (1, len(texts.TEXTS[1].lines))
    assert "agreed" not in hers["other"]
    assert str(texts.TEXTS[1].lines[0]) in "".join(html_file.write(Reader.of(couple, ada)))
    his = json.loads("".join(json_file.write(Reader.of(couple, ben))))
    assert his["you"]["agreed"] is None
