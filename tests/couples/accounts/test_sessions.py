"""What stands in the database signs nobody in (S9): keys as digests, and what a session holds encrypted."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.backends.base import UpdateError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from config.celery import app
from couples import clock, keyed
from couples.accounts import sessions
from couples.accounts.models import Person, Session
from couples.accounts.sessions import SessionStore
from couples.accounts.tasks import forget
from couples.outbox.models import Message

pytestmark = pytest.mark.django_db


def signed_in(cookie: str) -> bool:
    browser = Client()
    browser.cookies[settings.SESSION_COOKIE_NAME] = cookie
    return bool(browser.get(reverse("you")).status_code == 200)


def raw_rows() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(s)::text FROM couples_session s")
        return "\n".join(row for (row,) in cursor.fetchall())


def test_the_cookie_signs_in_and_nothing_in_the_table_does(ada_client: Client) -> None:
    key = ada_client.cookies[settings.SESSION_COOKIE_NAME].value
    assert signed_in(key)
    assert key not in raw_rows()
    for found in re.findall(r"[\w+/=-]{8,}", raw_rows()):
        assert not signed_in(found)


def test_django_s_own_table_stays_empty(ada_client: Client) -> None:
    ada_client.get(reverse("you"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_session")
        assert cursor.fetchone() == (0,)


@pytest.mark.parametrize("page", ["account_request_login_code", "account_reset_password"])
def test_a_pending_code_cannot_be_read_in_its_session(ada: Person, page: str) -> None:
    browser = Client()
    browser.post(reverse(page), {"email": ada.email})
    params = Message.objects.latest("created_at").params
    assert params
    assert params["code"] in str(dict(browser.session.items())), "it is what the page compares with"
    assert params["code"] not in raw_rows()
    assert "ada@example.org" not in raw_rows()


def test_what_one_session_holds_opens_under_no_other_cookie(ada_client: Client, ben_client: Client) -> None:
    """Somebody who can write to the table gains nothing by putting one row's contents into another."""
    adas, bens = (client.session.session_key for client in (ada_client, ben_client))
    data = Session.objects.get(pk=sessions.digest(str(adas))).session_data
    Session.objects.filter(pk=sessions.digest(str(bens))).update(session_data=data)
    assert not signed_in(str(bens))
    assert signed_in(str(adas))


@pytest.mark.parametrize("data", ["", "AAAA", "not base64", "e30:1abc:xyz", "A" * 400])
def test_what_this_server_did_not_encrypt_is_an_empty_session(ada_client: Client, data: str) -> None:
    Session.objects.update(session_data=data)
    assert not signed_in(str(ada_client.session.session_key))


def test_the_keys_depend_on_what_is_in_no_dump(settings: Any) -> None:
    before = sessions.digest("k" * 32), keyed.key("session", "k" * 32)
    settings.SECRET_KEY = "another" * 10
    after = sessions.digest("k" * 32), keyed.key("session", "k" * 32)
    assert before[0] != after[0]
    assert before[1] != after[1]


def test_a_session_names_its_person_and_ends_with_them(ada: Person, ada_client: Client, ben_client: Client) -> None:
    assert Session.objects.filter(person=ada).count() == 1
    sessions.end_all(ada)
    assert not signed_in(str(ada_client.cookies[settings.SESSION_COOKIE_NAME].value))
    assert ben_client.get(reverse("you")).status_code == 200


def test_all_but_this_one_are_ended(ada: Person, ada_client: Client, client_for: Callable[[Person], Client]) -> None:
    other = client_for(ada)
    sessions.end_all(ada, but=ada_client.session.session_key)
    assert ada_client.get(reverse("you")).status_code == 200
    assert other.get(reverse("you")).status_code == 303


def test_a_session_that_was_ended_does_not_come_back_by_being_saved(ada: Person, ada_client: Client) -> None:
    store = SessionStore(ada_client.session.session_key)
    store["something"] = "new"
    sessions.end_all(ada)
    with pytest.raises(UpdateError):
        store.save()
    assert not Session.objects.exists()


def test_signing_in_changes_the_key_and_signing_out_removes_the_row(ada: Person) -> None:
    browser = Client()
    browser.post(reverse("account_request_login_code"), {"email": ada.email})
    before = browser.session.session_key
    params = Message.objects.latest("created_at").params
    assert params
    browser.post(reverse("account_confirm_login_code"), {"code": params["code"]})
    assert browser.get(reverse("you")).status_code == 200
    assert browser.session.session_key != before
    browser.post(reverse("account_logout"))
    assert not Session.objects.filter(person=ada).exists()


def test_a_page_costs_one_query_for_its_session_as_before(ada_client: Client) -> None:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        ada_client.get(reverse("about"))
    assert sum("couples_session" in query["sql"] for query in asked) == 1


def test_what_has_ended_is_cleared_away_by_the_clock(
    ada_client: Client, ben_client: Client, ada: Person, ben: Person
) -> None:
    assert forget.name in {entry["task"] for entry in app.conf.beat_schedule.values()}
    Session.objects.filter(person=ada).update(expire_date=clock.now() - timedelta(seconds=1))
    forget()
    assert set(Session.objects.values_list("person", flat=True)) == {ben.pk}


def test_a_session_is_over_on_its_day(ada: Person) -> None:
    browser = Client()
    browser.force_login(ada)
    assert browser.get(reverse("you")).status_code == 200
    with time_machine.travel(clock.now() + timedelta(days=30, seconds=1), tick=False):
        assert browser.get(reverse("you")).status_code == 303
