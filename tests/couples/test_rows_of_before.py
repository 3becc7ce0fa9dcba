"""What older releases wrote is found as before, through all migrations since: invitations, devices, addresses.

One way back and forth for all of them: each takes a good while.
"""

import hashlib
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import pytest
from allauth.account.models import EmailAddress
from django.apps.registry import Apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client

from couples import keyed
from couples.accounts.models import Person
from couples.push.models import Device
from couples.space import services
from couples.space.models import Invitation, InvitationRefusal

BEFORE_KEYED_DIGESTS = [("couples", "0010_fewer_indexes"), ("rituals", "0007_fewer_indexes")]
BEFORE_ONE_SPELLING = [("couples", "0014_message_over")]


def migrate(to: list[tuple[str, str]]) -> Any:
    return MigrationExecutor(connection).migrate(to).apps


@pytest.mark.no_cover  # migrations are not measured, and to note each line of these takes most of a minute
@pytest.mark.django_db(transaction=True)
def test_what_older_releases_wrote_is_found_as_before(ada: Person) -> None:
    latest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    token = given_out(ada)
    try:
        migrate(BEFORE_KEYED_DIGESTS)
        write_plain_digests(token)
        people = spelled_as_typed(migrate(BEFORE_ONE_SPELLING))
    finally:
        migrate(latest)
    what_was_given_out_still_works_and_old_sessions_are_over(token)
    each_address_has_one_spelling_and_doubles_are_left_alone(people)


def given_out(ada: Person) -> str:
    """An invitation's token, beside a device."""
    invitation = services.invite(services.begin(by=ada, called="Ben"), by=ada, email="ben@example.org")
    device = Device(person=ada, session_key="raw", digest="", browser="firefox", system="android")
    device.subscription = {"endpoint": "https://push.example.org/1"}
    device.save()
    return invitation.token


def write_plain_digests(token: str) -> None:
    plain = hashlib.sha256(token.encode()).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE couples_invitation SET token_digest = %s", [plain])
        cursor.execute("UPDATE couples_device SET digest = %s, session_key = 'raw'", [plain])
        cursor.execute(
            "INSERT INTO couples_invitationrefusal (address_digest, created_at) VALUES (%s, now())",
            [hashlib.sha256(b"never@example.org").hexdigest()],
        )
        cursor.execute("INSERT INTO django_session VALUES ('raw', 'data', now() + interval '1 day')")


def what_was_given_out_still_works_and_old_sessions_are_over(token: str) -> None:
    invitation = Invitation.objects.get()
    assert services.find_open(token).pk == invitation.pk
    assert Client().get(f"/i/{token}/").status_code == 200
    assert InvitationRefusal.objects.filter(address_digest=services.address_digest("Never@example.org")).exists()
    found = Device.objects.get()
    assert (found.session_key, found.digest) == ("", keyed.digest("device", token))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_session")
        assert cursor.fetchone() == (0,)
    assert invitation.token == token


def spelled_as_typed(before: Apps) -> Mapping[str, UUID]:
    emails = {"alone": "alex@bücher.example", "one": "two@xn--bcher-kva.example", "double": "two@bücher.example"}
    person = before.get_model("couples", "Person")
    people = {who: person._default_manager.create(name="Alex", email=email).pk for who, email in emails.items()}
    address = before.get_model("account", "EmailAddress")
    address._default_manager.create(user_id=people["alone"], email=emails["alone"])
    return people


def each_address_has_one_spelling_and_doubles_are_left_alone(people: Mapping[str, UUID]) -> None:
    now = dict(Person.objects.values_list("pk", "email"))
    assert {who: now[pk] for who, pk in people.items()} == {
        "alone": "alex@xn--bcher-kva.example",
        "one": "two@xn--bcher-kva.example",
        "double": "two@bücher.example",
    }
    assert EmailAddress.objects.get(user=people["alone"]).email == now[people["alone"]]
