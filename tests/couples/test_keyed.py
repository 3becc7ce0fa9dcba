"""Rows of before digests were keyed are found as before, and sessions of before are over."""

import hashlib

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client

from couples import keyed
from couples.accounts.models import Person
from couples.push.models import Device
from couples.space import services
from couples.space.models import Invitation, InvitationRefusal

BEFORE = [("couples", "0010_fewer_indexes"), ("rituals", "0007_fewer_indexes")]


def migrate(to: list[tuple[str, str]]) -> None:
    MigrationExecutor(connection).migrate(to)


@pytest.mark.django_db(transaction=True)
def test_what_was_given_out_before_still_works_and_old_sessions_end(ada: Person) -> None:
    latest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    invitation = services.invite(services.begin(by=ada, called="Ben"), by=ada, email="ben@example.org")
    token = invitation.token
    device = Device(person=ada, session_key="raw", digest="", browser="firefox", system="android")
    device.subscription = {"endpoint": "https://push.example.org/1"}
    device.save()
    try:
        migrate(BEFORE)
        plain = hashlib.sha256(token.encode()).hexdigest()
        with connection.cursor() as cursor:
            cursor.execute("UPDATE couples_invitation SET token_digest = %s", [plain])
            cursor.execute("UPDATE couples_device SET digest = %s, session_key = 'raw'", [plain])
            cursor.execute(
                "INSERT INTO couples_invitationrefusal (address_digest, created_at) VALUES (%s, now())",
                [hashlib.sha256(b"never@example.org").hexdigest()],
            )
            cursor.execute("INSERT INTO django_session VALUES ('raw', 'data', now() + interval '1 day')")
    finally:
        migrate(latest)
    assert services.find_open(token).pk == invitation.pk
    assert Client().get(f"/i/{token}/").status_code == 200
    assert InvitationRefusal.objects.filter(address_digest=services.address_digest("Never@example.org")).exists()
    found = Device.objects.get()
    assert (found.session_key, found.digest) == ("", keyed.digest("device", token))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_session")
        assert cursor.fetchone() == (0,)
    assert Invitation.objects.get().token == token
