"""Many letters leased in one commit: as safe as each by itself, for the others and against a worker's death."""

import signal
import subprocess
import sys
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import DatabaseError

from couples import clock
from couples.accounts.models import Person
from couples.outbox import delivery, kinds, queue
from couples.outbox.models import LastLetter, Message, Mute, State
from couples.outbox.policy.send_policy import SendPolicy
from couples.outbox.queue import batch_lease, leases, mailbox_lease
from couples.outbox.queue.mailbox_lease import Letter
from couples.outbox.services import mute
from couples.outbox.transport import NotMarked
from tests.couples.outbox.mailserver import MailServer
from tests.couples.outbox.posting import deliver_all, posted
from tests.couples.outbox.queue.test_mailbox_races import CALM, KIND
from tests.couples.outbox.test_killed import worker_environment
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def calm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(kinds._kinds, KIND, kinds.Kind(KIND, mutable=True, label="Anything"))


def several(count: int) -> list[Message]:
    return [posted(PersonFactory(), KIND) for _ in range(count)]


def told(*rows: Message) -> list[tuple[str, int]]:
    found = {row.pk: (row.state, row.attempts) for row in Message.objects.filter(pk__in=[row.pk for row in rows])}
    return [found[row.pk] for row in rows]


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_among_many_loses_none_and_repeats_the_one_in_the_air(mail_server: MailServer) -> None:
    rows = several(5)
    victims: list[subprocess.Popen[bytes]] = []

    def kill(mail: EmailMessage) -> None:
        if len(mail_server.accepted) == 2:
            victims[0].kill()

    mail_server.on_data = kill
    command = [sys.executable, "-P", "-c", CALM, *[str(row.pk) for row in rows]]
    with subprocess.Popen(command, env=worker_environment(settings.EMAIL_PORT), stdout=subprocess.PIPE) as victim:
        victims.append(victim)
        assert victim.wait(120) == -signal.SIGKILL
    mail_server.on_data = lambda mail: None
    # Both whose words had their answer are marked: the second one's mark was on disk before the third's words left.
    assert sorted(told(*rows)) == [(State.PENDING, 1)] * 3 + [(State.SENT, 1)] * 2
    with time_machine.travel(clock.now() + leases.LEASE):
        deliver_all()
    assert sorted(told(*rows)) == [(State.SENT, 1)] * 2 + [(State.SENT, 2)] * 3
    said = [str(mail["Message-ID"]) for mail in mail_server.accepted]
    assert len(said) == 6
    assert set(said) == {f"<{row.pk}@testserver>" for row in rows}


def test_what_a_slow_server_left_no_time_for_is_as_if_never_begun(mail_server: MailServer, frozen: Any) -> None:
    rows = several(5)
    mail_server.on_data = lambda mail: frozen.shift(delivery.TIME_SLICE / 2.5)
    deliver_all()
    assert sorted(told(*rows)) == [(State.PENDING, 0)] * 2 + [(State.SENT, 1)] * 3
    left = Message.objects.filter(attempts=0)
    assert set(left.values_list("leased_until", "letter")) == {(None, None)}
    free = LastLetter.objects.filter(at=None)
    assert set(free.values_list("person", flat=True)) == set(left.values_list("person", flat=True))
    deliver_all()
    assert told(*rows) == [(State.SENT, 1)] * 5
    assert len(mail_server.accepted) == 5


def test_putting_back_leaves_alone_what_somebody_took_over(frozen: Any) -> None:
    mine, theirs = several(2)
    ours = mailbox_lease.lease_each([Letter([mine], None), Letter([theirs], None)])
    frozen.shift(leases.LEASE)
    again = Message.objects.get(pk=theirs.pk)
    assert mailbox_lease.lease([again], partner_on=None)
    mailbox_lease.put_back(ours)
    assert told(mine, theirs) == [(State.PENDING, 0), (State.PENDING, 2)]
    assert list(LastLetter.objects.exclude(at=None).values_list("person", flat=True)) == [theirs.person_id]


def test_of_many_letters_only_those_are_ours_whose_rows_and_mailbox_are_free(frozen: Any) -> None:
    reader: Person = PersonFactory()
    free, held, busy = *several(2), posted(reader, KIND)
    assert leases.lease(Message.objects.get(pk=held.pk))
    LastLetter.objects.create(person=reader, letter=held.pk, at=clock.now())
    ours = mailbox_lease.lease_each([Letter([row], None) for row in (free, held, busy)])
    assert [letter.rows for letter in ours] == [[free]]
    assert told(free, held, busy) == [(State.PENDING, 1), (State.PENDING, 1), (State.PENDING, 0)]


def test_what_was_tried_before_is_leased_by_itself(mail_server: MailServer, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = several(4)
    Message.objects.filter(pk=rows[1].pk).update(attempts=1)
    leased: list[int] = []
    real = mailbox_lease.lease_each

    def counted(letters: Any) -> Any:
        leased.append(len(letters))
        return real(letters)

    monkeypatch.setattr(mailbox_lease, "lease_each", counted)
    deliver_all()
    assert sorted(leased) == [1, 3]
    assert len(mail_server.accepted) == 4


def test_nothing_leaves_before_the_last_ones_mark_is_down(
    mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(rows: Any) -> None:
        raise DatabaseError

    rows = several(3)
    monkeypatch.setattr(queue, "gone", refuse)
    with pytest.raises(NotMarked):
        deliver_all()
    assert len(mail_server.accepted) == 1
    assert told(*rows) == [(State.PENDING, 1)] * 3


def test_whoever_is_slow_asks_again_about_those_that_have_not_left(
    mail_server: MailServer, frozen: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = several(4)
    monkeypatch.setattr(batch_lease, "MOST", 2)
    asked: list[int] = []
    ask = SendPolicy.ask

    def counted(self: SendPolicy) -> None:
        asked.append(len(self._people))
        ask(self)

    monkeypatch.setattr(SendPolicy, "ask", counted)
    mail_server.on_data = lambda mail: frozen.shift(timedelta(seconds=3))
    deliver_all()
    assert told(*rows) == [(State.SENT, 1)] * 4
    assert asked == [4, 2, 2, 2]


def test_somebody_whose_letter_is_leased_with_others_may_still_choose_otherwise(
    mail_server: MailServer, frozen: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = several(4)
    monkeypatch.setattr(batch_lease, "MOST", 2)
    look, looked = leases.still_ours, set()

    def choosing(*mine: Message) -> None:
        looked.add(mine[0].pk)
        if len(looked) == 2 and not Mute.objects.exists():
            for row in rows:
                assert row.person_id
                mute(row.person_id, KIND)
            frozen.shift(timedelta(seconds=3))
        look(*mine)

    monkeypatch.setattr(queue, "still_ours", choosing)
    deliver_all()
    assert sorted(told(*rows)) == [(State.CANCELLED, 1)] * 3 + [(State.SENT, 1)]
    assert len(mail_server.accepted) == 1
