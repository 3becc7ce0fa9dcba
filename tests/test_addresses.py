"""Every address of Nearer, asked for by people it is not for. An address missing from tests/addresses.py fails."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from couples.accounts.models import Person
from couples.space.models import Couple, Membership
from tests.addresses import ADDRESSES, ALL, ONLY_SENT, PUBLIC, SHARED_NAMES, World, at, world
from tests.page_ids import MADE_AT
from tests.pages import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def theirs(couple: Couple, ada: Person, ben: Person, stranger: Person) -> World:
    """What Ada and Ben have. The stranger's couple has as much, and one version less."""
    strangers = Membership.objects.current().get(person=stranger).couple
    partner = Membership.objects.filter(couple=strangers).exclude(person=stranger).get().person
    world(strangers, stranger, partner, "STRANGERS-OWN", many=1)
    return world(couple, ada, ben, "CANARY", many=2)


#: Answers that say nothing about whether there is anything.
NOWHERE = {"sign-in", "404", "405"}
#: A filled-in form, so that what is refused is not refused for being empty.
SENT = {
    "text": "Mine now",
    "line": "Mine now",
    "title": "Mine now",
    "name": "Stranger",
    "at": "20:00",
    "days": ["1"],
    "minutes": "30",
    "zone": "Europe/Berlin",
    "base_rev": "1",
    "choice": "earlier",
    "seen_rev": "1",
    "seen": "0",
    "along": "yes",
}


def ask(client: Client, method: str, name: str, of: World, **headers: str) -> Any:
    if method == "GET":
        return client.get(at(name, of), headers=headers)
    return client.post(at(name, of), SENT | {"op_id": str(uuid4())}, headers=headers)


def test_every_address_with_something_in_it_is_in_the_table() -> None:
    assert {name for name, has_more in ALL.items() if has_more} == {*ADDRESSES, *SHARED_NAMES}
    assert set(ALL) >= ONLY_SENT | PUBLIC


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}, {"Accept": "application/json"}], ids=str)
def test_another_couples_things_do_not_exist(
    theirs: World, stranger_client: Client, headers: dict[str, str]
) -> None:  # S12
    told = {}
    for name in ADDRESSES:
        answers = [ask(stranger_client, method, name, theirs, **headers) for method in ("GET", "POST")]
        assert all("CANARY" not in words_of(answer) for answer in answers), name
        told[name] = {answer.status_code for answer in answers}
    # There a page makes something under an id of its own: any id is a free one (tests/test_page_ids.py).
    made = {name: told.pop(name) for name in MADE_AT}
    assert not any(codes & {403, 500} for codes in made.values())
    assert {name: codes for name, codes in told.items() if 404 not in codes or codes - {404, 405}} == {}


def test_the_same_addresses_are_there_for_those_they_belong_to(theirs: World, ada_client: Client) -> None:
    """Or else the test above would prove nothing."""
    own = {name for name in ADDRESSES if not name.startswith(("space:", "outbox:", "rituals:later"))}
    own -= {"appreciations:keeping", "appreciations:removal"}  # Ben's to keep; sent by then
    own -= {"choices-by-link", "email-undo", "erase:by-mail", "invited", "rituals:feed"}  # anybody's who has the link
    for name in sorted(own, key=lambda name: (name == "rituals:retirement", name)):  # after which it has no page
        told = ask(ada_client, "POST" if name in ONLY_SENT else "GET", name, theirs).status_code
        assert told not in {404, 405}, name


def test_pages_show_each_couple_their_own(theirs: World, ada_client: Client, stranger_client: Client) -> None:
    found = 0
    same = {name for name, has_more in ALL.items() if not has_more or name in SHARED_NAMES}
    for name in sorted(same - ONLY_SENT):
        hers, others = (words_of(client.get(at(name, theirs))) for client in (ada_client, stranger_client))
        assert "STRANGERS" not in hers, name
        assert "CANARY" not in others, name
        found += ("CANARY" in hers) + ("STRANGERS" in others)
    assert found >= 8  # the words are there to be found


def rows(couple: Couple) -> dict[str, list[Any]]:
    """All that the database holds of one couple, encrypted as it is."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models():
            if any(field.name == "couple" for field in model._meta.fields):
                table = model._meta.db_table
                cursor.execute(f"SELECT * FROM {table} WHERE couple_id = %s ORDER BY id", [couple.pk])  # noqa: S608
                found[table] = cursor.fetchall()
    return found


def test_what_a_stranger_sends_changes_nothing_of_theirs(
    theirs: World, couple: Couple, stranger_client: Client
) -> None:
    before = rows(couple)
    for name in ADDRESSES:
        ask(stranger_client, "POST", name, theirs)
    assert sum(map(bool, before.values())) >= 10
    assert rows(couple) == before


def test_who_is_not_signed_in_is_led_to_sign_in_or_nowhere(theirs: World, client: Client) -> None:
    told = {}
    for name in ALL:
        for method in ("GET", "POST"):
            for headers in ({}, {"HX-Request": "true"}):
                answer = ask(client, method, name, theirs, **headers)
                assert "CANARY" not in words_of(answer), name
                told[name, method, bool(headers)] = outcome(answer)
    own_way = {name for name in ALL if name.startswith("account_")} | PUBLIC
    content = {asked: end for asked, end in told.items() if asked[0] not in own_way and end not in NOWHERE}
    assert content == {}


def outcome(answer: Any) -> str:
    target = answer.headers.get("HX-Redirect") or answer.headers.get("Location", "")
    if re.match(r"/account/login/(\?|$)", target):
        return "sign-in"
    return str(answer.status_code)


def test_what_is_only_sent_is_not_followed_and_nothing_else_is_refused(theirs: World, ada_client: Client) -> None:
    refused = {name for name in ALL if ada_client.get(at(name, theirs)).status_code == 405}
    assert refused == ONLY_SENT


def test_looking_changes_nothing(theirs: World, ada_client: Client, ben_client: Client) -> None:
    """GET is safe (S15): a mail reader, a preview or a prefetch may follow any link."""
    for client in (ada_client, ben_client):
        for name in sorted(set(ALL) - ONLY_SENT):
            if name.startswith("account_"):
                continue  # allauth's own, which keeps its steps in the session
            with CaptureQueriesContext(connection) as asked:
                client.get(at(name, theirs))
            written = [each["sql"] for each in asked if re.match(r"(INSERT|UPDATE|DELETE)\b", each["sql"])]
            assert [sql for sql in written if "couples_session" not in sql] == [], name


def test_who_is_signed_in_needs_no_valkey(theirs: World, ada_client: Client, settings: Any) -> None:
    """Only what counts tries says that it rests, as signing in does; and /healthz names what is away."""
    away = "redis://127.0.0.1:1/0"
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": away}}
    settings.REDIS_URL = away
    told = {name: ada_client.get(at(name, theirs)).status_code for name in sorted(set(ALL) - ONLY_SENT)}
    resting = {name for name, status in told.items() if status >= 500}
    assert {name for name in resting if not name.startswith("account_")} == {"healthz"}
