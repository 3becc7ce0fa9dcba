"""A form that a script sends is told where it leads; whoever has no scripts is led there."""

import pytest
from django.test import Client
from django.urls import reverse

from couples.accounts.models import Person
from couples.space.models import Couple

pytestmark = pytest.mark.django_db
SCRIPT = {"X-Sent-By": "script"}


def test_a_script_is_told_where_to_go_and_no_message_is_used_up(ada_client: Client, couple: Couple) -> None:
    you = {"name": "Ada"}
    plain = ada_client.post(reverse("you"), you)
    assert plain.status_code == 303
    told = ada_client.post(reverse("you"), you, headers=SCRIPT)
    assert (told.status_code, told.content) == (204, b"")
    assert told.headers["X-Then"] == plain.headers["Location"]
    assert "Location" not in told.headers
    assert "X-Signed-Out" not in told.headers
    assert list(ada_client.get(told.headers["X-Then"]).context["messages"])


def test_words_turned_away_to_the_sign_in_page_are_not_taken_for_sent(client: Client, ada: Person) -> None:
    told = client.post(reverse("questions:ask"), {"text": "Where to?"}, headers=SCRIPT)
    assert told.status_code == 204
    assert told.headers["X-Then"].startswith(reverse("account_login"))
    assert told.headers["X-Signed-Out"] == "1"


def test_what_is_refused_comes_as_the_page_it_is(ada_client: Client) -> None:
    refused = ada_client.post(reverse("questions:ask"), {"text": ""}, headers=SCRIPT)
    assert refused.status_code == 422
    assert "X-Then" not in refused.headers
