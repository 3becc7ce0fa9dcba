"""One press, no sign-in, at once; and a link that can do nothing else."""

import re
from uuid import uuid4

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from couples.accounts.models import Person
from couples.outbox import tokens
from couples.outbox.models import Mute
from couples.outbox.services import is_muted

pytestmark = pytest.mark.django_db


def link(person: Person, kind: str = "nudge") -> str:
    return reverse("outbox:unsubscribe", args=[tokens.unsubscribe(person.pk, kind)])


@pytest.fixture
def outside() -> Client:
    """A mail provider's server: no cookie, no token of ours."""
    return Client(enforce_csrf_checks=True)


def neutral(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 404
    return re.sub(r'"X-CSRFToken": "\w+"', "", answer.content.decode())


def test_looking_changes_nothing(ada: Person, outside: Client) -> None:  # E2
    answer = outside.get(link(ada))
    assert answer.status_code == 200
    assert "<form" in answer.content.decode()
    assert outside.head(link(ada)).status_code == 200
    assert not Mute.objects.exists()


def test_one_post_stops_that_kind_for_that_person(ada: Person, ben: Person, outside: Client) -> None:  # E1
    answer = outside.post(link(ada), {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert "You won’t get these emails any more." in answer.content.decode()
    assert "session" not in answer.cookies
    assert is_muted(ada.pk, "nudge")
    assert not is_muted(ada.pk, "invitation")
    assert not is_muted(ben.pk, "nudge")
    outside.post(link(ada))  # mail programs press twice
    assert Mute.objects.count() == 1


def test_the_page_names_nobody(ada: Person, outside: Client) -> None:
    page = outside.get(link(ada)).content.decode()
    assert not re.search(r"\bAda\b|ada@", page)
    assert outside.get(link(ada))["Cache-Control"]


@pytest.mark.parametrize("forgery", ["nonsense", "another key", "another purpose", "no list", "cut short"])
def test_a_token_we_did_not_make_for_this_leads_to_one_neutral_page(
    ada: Person, outside: Client, forgery: str
) -> None:  # E3
    good = tokens.unsubscribe(ada.pk, "nudge")
    token = {
        "nonsense": "nonsense",
        "another key": signing.dumps([str(ada.pk), "nudge"], key="k" * 50, salt=tokens._SALT),
        "another purpose": signing.dumps([str(ada.pk), "nudge"], salt="another"),
        "no list": signing.dumps("nudge", salt=tokens._SALT),
        "cut short": good[:-3],
    }[forgery]
    url = reverse("outbox:unsubscribe", args=[token])
    assert neutral(outside, url) == neutral(outside, reverse("outbox:unsubscribe", args=["x"]))
    assert outside.post(url).status_code == 404
    assert not Mute.objects.exists()


def test_the_link_of_an_account_that_is_gone_says_the_same(outside: Client) -> None:
    token = tokens.unsubscribe(uuid4(), "nudge")
    assert outside.post(reverse("outbox:unsubscribe", args=[token])).status_code == 200
    assert not Mute.objects.exists()
