"""A worker killed between the end of DATA and its commit: one mail more, under the same Message-ID, and none lost."""

import os
import signal
import subprocess
import sys
from email.message import EmailMessage
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import connection

from couples import clock
from couples.accounts.models import Person
from couples.outbox.models import Message, State
from couples.outbox.queue import leases
from couples.outbox.services import post
from tests.couples.outbox.mailserver import MailServer
from tests.couples.outbox.posting import deliver_all

WORKER = """
import sys, uuid, django
django.setup()
from couples.outbox.delivery import deliver
print("ready", flush=True)
deliver(uuid.UUID(id) for id in sys.argv[1:])
"""


def worker_environment(port: int) -> dict[str, str]:
    database = connection.settings_dict
    host = str(database["HOST"]).replace("/", "%2F")
    return os.environ | {
        "DATABASE_URL": f"postgresql://{database['USER']}@{host}/{database['NAME']}",
        "REDIS_URL": settings.REDIS_URL,
        "EMAIL_URL": f"smtp://127.0.0.1:{port}",
        "PYTHONPATH": str(settings.BASE_DIR),
    }


@pytest.mark.django_db(transaction=True)
def test_what_a_killed_worker_left_is_sent_again_as_the_same_mail(
    ada: Person, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    messages = [post(kind="password_changed", person=ada) for _ in range(3)]
    ids = [str(message.pk) for message in messages if message]
    victims: list[subprocess.Popen[bytes]] = []

    def kill(mail: EmailMessage) -> None:
        if len(mail_server.accepted) == 1:  # at the second: one is sent, one in the air, one still to come
            victims[0].kill()

    mail_server.on_data = kill
    env = worker_environment(settings.EMAIL_PORT)
    with subprocess.Popen([sys.executable, "-P", "-c", WORKER, *ids], env=env, stdout=subprocess.PIPE) as victim:
        victims.append(victim)
        assert victim.wait(120) == -signal.SIGKILL
    mail_server.on_data = lambda mail: None
    assert sorted(Message.objects.values_list("state", flat=True)) == [State.PENDING, State.PENDING, State.SENT]
    deliver_all()  # the one that was still to come does not wait for the dead one's lease
    assert Message.objects.filter(state=State.SENT).count() == 2
    with time_machine.travel(clock.now() + leases.LEASE):
        deliver_all()
    assert sorted(Message.objects.values_list("state", "attempts")) == [
        (State.SENT, 1),
        (State.SENT, 1),
        (State.SENT, 2),
    ]
    assert_each_once_but_one_twice(ids, mail_server)


def assert_each_once_but_one_twice(ids: list[str], mail_server: MailServer) -> None:
    came: list[Any] = [str(mail["Message-ID"]) for mail in mail_server.accepted]
    assert set(came) == {f"<{id}@testserver>" for id in ids}
    assert len(came) == len(ids) + 1
