"""A full disk, a lock, a database that is away: one kind page with the words on it, for every address that saves."""

import html
import re
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.db import InterfaceError, InternalError, OperationalError, connection, transaction
from django.test import Client

from couples.accounts.models import Person
from couples.space.models import Couple
from couples.web import resting
from tests.addresses import ALL, World, at, world
from tests.test_addresses import SENT

WORDS = "Two lines of mine,\r\nthat took me <a while> & a half."
FULL = """
CREATE FUNCTION disk_is_full() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$;
DO $$ DECLARE name text; BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('CREATE TRIGGER full_disk BEFORE INSERT OR UPDATE ON %I
                        FOR EACH STATEMENT EXECUTE FUNCTION disk_is_full()', name);
    END LOOP;
END $$
"""


def fields_of(page: str) -> dict[str, list[str]]:
    """As a browser would send them again."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page):
        found.setdefault(html.unescape(name), []).append(html.unescape(value))
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["plain", "htmx"])
def test_on_a_full_disk_every_saving_rests_and_keeps_the_words(
    couple: Couple, ada: Person, ben: Person, ada_client: Client, headers: dict[str, str]
) -> None:
    theirs = world(couple, ada, ben, "CANARY", many=2)
    with connection.cursor() as cursor:
        cursor.execute(FULL)
    ada_client.raise_request_exception = False
    told = {}
    for name in ALL:
        sent = SENT | {"text": WORDS, "line": WORDS, "op_id": str(uuid4()), "csrfmiddlewaretoken": "t" * 64}
        told[name] = _asked(ada_client, name, theirs, sent, headers)
        if told[name].status_code == 503 and "account" not in name:
            page = told[name].content.decode()
            assert html.escape(WORDS) in page, name
            assert {key: values[0] for key, values in fields_of(page).items()} == {
                key: value[0] if isinstance(value, list) else value for key, value in sent.items()
            }
    rested = {name for name, answer in told.items() if answer.status_code == 503}
    assert {name for name, answer in told.items() if answer.status_code >= 500} == rested
    assert rested >= {"agreements:line", "appreciations:draft", "assessments:draft", "checkins:seal", "listening:draft"}
    assert len(rested) > 25


def _asked(client: Client, name: str, of: World, sent: dict[str, Any], headers: dict[str, str]) -> Any:
    """What a failed question leaves of the transaction goes with it, as it would with a request's own."""
    with transaction.atomic():
        answer = client.post(at(name, of), sent, headers=headers)
        transaction.set_rollback(True)
    return answer


@pytest.mark.django_db(transaction=True)
def test_a_lock_that_nobody_lets_go_costs_no_words_and_sending_again_saves_them(
    couple: Couple, ada_client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    values = {"text": WORDS, "csrfmiddlewaretoken": "t" * 64}
    params = {name: connection.settings_dict[name.upper()] for name in ("host", "user")}
    with psycopg.connect(dbname=connection.settings_dict["NAME"], **params) as other:
        other.execute("LOCK TABLE journal_appreciation IN ACCESS EXCLUSIVE MODE")
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '50ms'")
        try:
            rested = ada_client.post(f"/thanks/{uuid4()}/draft/", values)
        finally:
            with connection.cursor() as cursor:
                cursor.execute("RESET lock_timeout")
    assert rested.status_code == 503
    assert rested.headers["Retry-After"]
    assert caplog.messages == ["Resting: LockNotAvailable"]
    action = re.search(r'action="([^"]+)"', rested.content.decode())
    assert action
    again = ada_client.post(html.unescape(action[1]), fields_of(rested.content.decode()))
    assert again.status_code < 400


@pytest.mark.django_db
def test_what_fails_before_a_view_is_reached_rests_too(
    ada_client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """As when the database is away altogether, and nobody can say who asks."""

    def away(request: Any) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr("django.contrib.auth.middleware.get_user", away)
    ada_client.raise_request_exception = False
    answer = ada_client.post("/check-in/2026-11-22/seal/", {"line": WORDS})
    assert answer.status_code == 503
    assert html.escape(WORDS) in answer.content.decode()
    assert ada_client.get("/today/").status_code == 503
    assert caplog.messages == ["Resting: OperationalError"] * 2


@pytest.mark.django_db
def test_a_fault_of_ours_stays_one(ada_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(request: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("django.contrib.auth.middleware.get_user", broken)
    ada_client.raise_request_exception = False
    assert ada_client.get("/today/").status_code == 500


@pytest.mark.parametrize("secret", ["password", "oldpassword", "password1", "code"])
def test_what_is_secret_is_not_handed_back(secret: str, rf: Any) -> None:
    request = rf.post("/account/login/", {"login": "ada@example.org", secret: "hunter two"})
    page = resting.rest(request, OperationalError()).content.decode()
    assert "hunter" not in page
    assert "ada@" not in page
    assert "<form" not in page


def test_a_form_somebody_else_made_up_gets_no_token_from_us(rf: Any) -> None:
    page = resting.rest(rf.post("/", {"line": "a trap, set"}), OperationalError()).content.decode()
    assert set(fields_of(page)) == {"line"}


def _caused(kind: type[psycopg.Error]) -> InternalError:
    error = InternalError()
    error.__cause__ = kind()
    return error


@pytest.mark.parametrize(
    ("error", "passing"),
    [
        (OperationalError(), True),
        (InterfaceError("connection already closed"), True),
        (_caused(psycopg.errors.ReadOnlySqlTransaction), True),
        (_caused(psycopg.errors.InFailedSqlTransaction), False),
        (ValueError(), False),
    ],
)
def test_which_errors_pass(error: Exception, passing: bool) -> None:
    assert resting.is_passing(error) is passing
