"""Several workers for one person: one letter at a time, and all of it or none. Real connections, real deaths."""

import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email.message import EmailMessage
from threading import Barrier
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import connection

from couples import clock
from couples.accounts.models import Person
from couples.outbox import delivery, kinds
from couples.outbox.models import LastLetter, Message, State
from couples.outbox.policy import QUARTER
from couples.outbox.queue import leases, mailbox_lease
from tests.couples.outbox.mailserver import MailServer
from tests.couples.outbox.posting import deliver_all, posted
from tests.couples.outbox.test_killed import WORKER, worker_environment
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db(transaction=True)

KIND = "password_changed"
#: A worker for which this kind is one that people choose.
CALM = WORKER.replace(
    "django.setup()\n",
    "django.setup()\nfrom couples.outbox import kinds\nkinds.register(kinds.Kind('password_changed', mutable=True))\n",
)


@pytest.fixture(autouse=True)
def calm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(kinds._kinds, KIND, kinds.Kind(KIND, mutable=True, label="Anything"))


def at_once(jobs: int, work: Any) -> list[Any]:
    """Each in a thread and on a connection of its own, begun in the same instant."""
    ready = Barrier(jobs)

    def begin(n: int) -> Any:
        try:
            ready.wait(60)
            return work(n)
        finally:
            connection.close()

    with ThreadPoolExecutor(jobs) as pool:
        return list(pool.map(begin, range(jobs)))


def test_workers_with_different_rows_for_the_same_people_write_to_each_once(mail_server: MailServer) -> None:
    people = [PersonFactory() for _ in range(8)]
    ids = [[posted(person, KIND).pk for person in people] for _ in range(4)]
    at_once(4, lambda n: delivery.deliver(ids[n]))
    to = sorted(recipients[0] for recipients in mail_server.recipients)
    assert to == sorted(person.email for person in people)
    left = Message.objects.filter(state=State.PENDING)
    assert Message.objects.filter(state=State.SENT).count() + left.count() == 32
    with time_machine.travel(clock.now() + QUARTER + leases.LEASE):
        deliver_all()
    assert set(Message.objects.values_list("state", "attempts")) == {(State.SENT, 1)}
    said = [str(mail["Message-ID"]) for mail in mail_server.accepted]
    assert len(said) == len(set(said)) <= 16
    # Every row left in exactly one of those letters.
    assert {f"<{letter}@testserver>" for letter in Message.objects.values_list("letter", flat=True)} == set(said)


def test_of_two_who_want_one_mailbox_one_gets_it(ada: Person) -> None:
    for _ in range(10):
        Message.objects.all().delete()
        LastLetter.objects.all().delete()
        rows = [posted(ada, KIND) for _ in range(2)]
        got = at_once(2, lambda n, rows=rows: mailbox_lease.lease([rows[n]], partner_on=None))
        assert sorted(got) == [False, True]
        assert sorted(Message.objects.values_list("attempts", flat=True)) == [0, 1]


def test_a_letter_is_leased_whole_or_not_at_all(ada: Person) -> None:
    first, second = posted(ada, KIND), posted(ada, KIND)
    assert leases.lease(Message.objects.get(pk=second.pk))
    assert not mailbox_lease.lease([first, second], partner_on=None)
    first.refresh_from_db()
    assert (first.attempts, first.leased_until, first.letter) == (0, None, None)
    assert not LastLetter.objects.exists()


def test_a_letter_to_somebody_who_is_gone_by_now_is_left(ada: Person) -> None:
    row = posted(ada, KIND)
    ada.delete()
    assert not mailbox_lease.lease([row], partner_on=None)


def test_a_joined_letter_whose_worker_was_killed_after_data_comes_again_as_the_same_mail(
    ada: Person, mail_server: MailServer
) -> None:
    rows = [posted(ada, KIND) for _ in range(3)]
    victims: list[subprocess.Popen[bytes]] = []
    mail_server.on_data = lambda mail: victims[0].kill()
    command = [sys.executable, "-P", "-c", CALM, *[str(row.pk) for row in rows]]
    with subprocess.Popen(command, env=worker_environment(settings.EMAIL_PORT), stdout=subprocess.PIPE) as victim:
        victims.append(victim)
        assert victim.wait(120) == -signal.SIGKILL
    mail_server.on_data = lambda mail: None
    late = posted(ada, KIND)
    deliver_all()
    assert set(Message.objects.values_list("state", flat=True)) == {State.PENDING}
    with time_machine.travel(clock.now() + leases.LEASE):
        deliver_all()
    with time_machine.travel(clock.now() + leases.LEASE + QUARTER + timedelta(seconds=1)):
        deliver_all()
    assert_two_letters_one_twice(mail_server.accepted, rows, late)


def assert_two_letters_one_twice(mails: list[EmailMessage], rows: list[Message], late: Message) -> None:
    """At most one duplicate, whole and under the same name (E9); whoever came later is not lost in it."""
    said = [str(mail["Message-ID"]) for mail in mails]
    assert said == [f"<{rows[0].pk}@testserver>"] * 2 + [f"<{late.pk}@testserver>"]
    assert sorted(Message.objects.values_list("attempts", flat=True)) == [1, 2, 2, 2]
    assert set(Message.objects.values_list("state", flat=True)) == {State.SENT}
