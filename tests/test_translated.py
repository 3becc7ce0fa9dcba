"""Every word of ours goes through gettext: pages, refusals, mails and pushes are played in a language nobody speaks."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from couples.accounts.models import Person
from couples.outbox import tokens
from couples.outbox.compose import letter
from couples.outbox.models import Message
from couples.push.payloads import payload
from couples.space import services as space
from couples.space.models import Couple
from journal.agreements.writing import starters
from journal.openings.prompts import PROMPTS
from journal.questions import deck
from tests.addresses import ADDRESSES, ALL, ONLY_SENT, SHARED_NAMES, World, at, world
from tests.factories import PersonFactory
from tests.plain_letters import in_plain_letters, is_plain
from tests.pseudo import LONGER, RIGHT_TO_LEFT

pytestmark = pytest.mark.django_db

#: For whoever is not signed in.
OPEN = [
    "welcome",
    "about",
    "notes",
    "offline",
    "account_login",
    "account_signup",
    "account_request_login_code",
    "account_reset_password",
    "account_inactive",
]
#: Ends what is being looked at.
ENDS = {"account_logout", "away", "pausing:mine-end", "push:again"}
#: In the world of guidelines somebody wrote them.
THEIRS = {"stays", "stays."}


@pytest.fixture
def readers(spoken: None, ada: Person, ben: Person) -> None:
    """Both read it, and their names have no plain letter."""
    for person, name in ((ada, "Ада"), (ben, "Бен")):
        person.locale, person.name = LONGER, name
        person.save()


@pytest.fixture
def theirs(readers: None, couple: Couple, ada: Person, ben: Person) -> World:
    return world(couple, ada, ben, "Слова", many=2)


def left_over(answer: Any) -> list[str]:
    if not answer.headers.get("Content-Type", "").startswith("text/html"):
        return []
    found = in_plain_letters(answer.content.decode())
    return [each for each in found if is_plain(" ".join(set(each.split()) - THEIRS))]


def test_every_page_speaks_the_language_of_whoever_reads_it(theirs: World, ada_client: Client) -> None:
    found = {name: left_over(ada_client.get(at(name, theirs))) for name in sorted(set(ALL) - ONLY_SENT - {"offline"})}
    assert {name: left for name, left in found.items() if left} == {}


def test_so_does_every_refusal(theirs: World, ada_client: Client) -> None:
    found = {name: left_over(ada_client.post(at(name, theirs), {})) for name in sorted(set(ALL) - ENDS)}
    assert {name: left for name, left in found.items() if left} == {}


def test_the_first_pages_speak_the_language_of_the_browser(spoken: None, couple: Couple, client: Client) -> None:
    alone = PersonFactory(name="Ада", email="alone@example.org", locale=LONGER)
    invitation = space.invite(space.begin(by=alone, called="Бен"), by=alone, email="new@example.org")
    pages = [reverse(name) for name in OPEN]
    pages += [reverse("space:welcome", args=[invitation.token]), "/nowhere/"]
    pages += [reverse("choices-by-link", args=[tokens.choices(alone)])]
    pages += [reverse("outbox:unsubscribe", args=[tokens.unsubscribe(alone.pk, "nudge")])]
    said = {page: client.get(page, headers={"Accept-Language": f"{LONGER},en;q=0.5"}) for page in pages}
    assert {page: left for page, answer in said.items() if (left := left_over(answer))} == {}
    assert all(f'lang="{LONGER}"' in answer.content.decode() for answer in said.values())


def test_pages_alone_and_before_anything_was_written(
    spoken: None, client_for: Callable[[Person], Client], db: None
) -> None:
    alone = PersonFactory(name="Ада", email="alone@example.org", locale=LONGER)
    hers = client_for(alone)
    assert left_over(hers.get("/begin/")) == []
    space.begin(by=alone, called="Бен")
    assert {name: left for name in sorted(empty()) if (left := left_over(hers.get(reverse(name))))} == {}


def empty() -> set[str]:
    return set(ALL) - ONLY_SENT - ENDS - {"offline"} - set(ADDRESSES) - set(SHARED_NAMES)


def test_questions_and_lines_to_borrow_go_through_gettext(spoken: None) -> None:
    texts = [question.text for question in deck.EVERY if not question.retired]
    texts += [prompt.text for prompt in PROMPTS]
    texts += [words for group in starters.GROUPS for each in group.starters for words in (each.words, each.why)]
    with translation.override(LONGER):
        assert [str(text) for text in texts if is_plain(str(text))] == []


def test_a_push_and_a_mail_are_in_the_language_of_whoever_gets_them(readers: None, ada: Person, couple: Couple) -> None:
    ada.locale = RIGHT_TO_LEFT
    assert not is_plain(payload(Message(kind="password_changed", person=ada, occurrence="x")).decode().split('"')[3])
    mail = letter([Message(kind="password_changed", person=ada)])
    assert plain_in(mail) == []
    assert 'lang="ar-xb" dir="rtl"' in str(mail.alternatives[0][0])
    assert len(plain_in(letter([Message(kind="unknown_account", address="new@example.org")]))) > 3
    assert plain_in(letter([Message(kind="unknown_account", address="new@example.org", locale=LONGER)])) == []


def plain_in(mail: Any) -> list[str]:
    """What of a mail never went through gettext: its subject, its text and its page."""
    lines = [str(mail.subject), *str(mail.body).splitlines()]
    return [line for line in lines if is_plain(line)] + in_plain_letters(str(mail.alternatives[0][0]))


def html_of(answer: Any) -> str:
    """The language a page says it is in."""
    found = re.search(r'<html\s+lang="([^"]+)"', answer.content.decode())
    return found[1] if found else ""


def test_words_are_read_aloud_in_their_authors_language(theirs: World, ada: Person, ben_client: Client) -> None:
    assert "lang=" not in ben_client.get("/thanks/").content.decode().partition("<main")[2]
    Person.objects.filter(pk=ada.pk).update(locale=RIGHT_TO_LEFT)
    page = ben_client.get("/thanks/").content.decode()
    assert f'dir="auto" lang="{RIGHT_TO_LEFT}">Слова' in page


def test_the_invited_read_the_language_they_were_invited_in_until_they_choose(spoken: None, client: Client) -> None:
    alone = PersonFactory(name="Ада", email="alone@example.org", locale=LONGER)
    invitation = space.invite(space.begin(by=alone, called="Бен"), by=alone, email="new@example.org")
    assert plain_in(letter([Message.objects.get(kind="invitation")])) == []
    page = reverse("space:welcome", args=[invitation.token])
    assert html_of(client.get(page)) == LONGER
    assert 'href="?language=en"' in client.get(page).content.decode()
    assert html_of(client.get(f"{page}?language=en")) == "en"
    assert html_of(client.get(page)) == "en"
    assert html_of(client.get(f"{page}?language=tlh")) == "en"
    assert client.cookies["django_language"]["httponly"]


def test_the_inviter_chooses_the_language_of_the_invitation(
    spoken: None, client_for: Callable[[Person], Client]
) -> None:
    alone = PersonFactory(name="Alone", email="alone@example.org", locale="en")
    space.begin(by=alone, called="Ben")
    hers, page = client_for(alone), reverse("space:invitation")
    shown = hers.get(page).content.decode()
    assert re.search(r'<option value="en" selected', shown), "her own, until she says otherwise"
    assert hers.post(page, {"email": "new@example.org", "locale": "tlh"}).status_code == 422
    hers.post(page, {"email": "new@example.org", "locale": LONGER})
    mail = letter([Message.objects.get(kind="invitation")])
    assert plain_in(mail) == []
    assert str(mail.subject) in hers.get(page).content.decode(), "she is told what it is really called"


def test_nobody_is_asked_for_the_only_language(client_for: Callable[[Person], Client]) -> None:
    alone = PersonFactory(name="Alone", email="alone@example.org")
    space.begin(by=alone, called="Ben")
    assert 'name="locale"' not in client_for(alone).get(reverse("space:invitation")).content.decode()
