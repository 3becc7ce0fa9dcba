"""Whoever leased a row last may send it, and nobody else."""

import smtplib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.core.mail import EmailMessage, get_connection
from django.db import connection

from couples import clock
from couples.accounts.models import Person
from couples.outbox import compose, delivery, queue
from couples.outbox.compose import letters
from couples.outbox.models import MAX_ATTEMPTS, Message, State
from couples.outbox.queue import leases
from couples.outbox.transport.smtp import EmailBackend
from tests.couples.outbox.mailserver import MailServer
from tests.couples.outbox.posting import deliver_all, posted

pytestmark = pytest.mark.django_db


def test_a_row_that_keeps_killing_its_worker_is_given_up(ada: Person, mail_server: MailServer) -> None:
    message, other = posted(ada), posted(ada)
    over = clock.now() - timedelta(seconds=1)
    Message.objects.filter(pk=message.pk).update(attempts=MAX_ATTEMPTS, leased_until=over)
    deliver_all()
    message.refresh_from_db()
    other.refresh_from_db()
    assert (message.state, other.state) == (State.DEAD, State.SENT)


def test_a_leased_row_is_left_alone_until_its_lease_is_over(ada: Person, mail_server: MailServer, frozen: Any) -> None:
    message = posted(ada)
    assert leases.lease(message)
    stale = Message.objects.get(pk=message.pk)
    assert queue.due_ids() == []
    delivery.deliver([message.pk])
    assert mail_server.accepted == []
    frozen.shift(leases.LEASE)
    assert queue.due_ids() == [message.pk]
    deliver_all()
    message.refresh_from_db()
    assert (message.state, message.attempts) == (State.SENT, 2)
    # Whoever slept through its lease changes nothing any more.
    assert not leases.mark(stale, state=State.FAILED)


@pytest.mark.parametrize("backend", ["couples.outbox.transport.smtp", "django.core.mail.backends.locmem"])
def test_a_worker_that_slept_through_its_lease_does_not_send(
    backend: str,
    ada: Person,
    mail_server: MailServer,
    mailoutbox: list[EmailMessage],
    frozen: Any,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.EMAIL_BACKEND = f"{backend}.EmailBackend"
    message = posted(ada)
    real = letters.letter

    def slow(rows: Sequence[Message]) -> Any:
        frozen.shift(leases.LEASE)
        assert leases.lease(Message.objects.get(pk=rows[0].pk))  # somebody else
        return real(rows)

    monkeypatch.setattr(compose, "letter", slow)
    deliver_all()
    assert (mail_server.accepted, mailoutbox) == ([], [])
    message.refresh_from_db()
    assert (message.state, message.attempts) == (State.PENDING, 2)


def test_a_worker_that_was_slow_but_alone_takes_its_time(
    ada: Person, mail_server: MailServer, frozen: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = posted(ada)
    real = letters.letter

    def slow(rows: Sequence[Message]) -> Any:
        frozen.shift(leases.LEASE)
        return real(rows)

    monkeypatch.setattr(compose, "letter", slow)
    deliver_all()
    message.refresh_from_db()
    assert (message.state, message.attempts) == (State.SENT, 1)
    assert len(mail_server.accepted) == 1


def test_the_last_look_is_right_before_data(ada: Person, mail_server: MailServer) -> None:
    said: list[str] = []

    def look() -> None:
        said.append("looked")
        raise leases.LeaseLost

    line = get_connection()
    assert isinstance(line, EmailBackend)
    line.last_look = look
    letter = EmailMessage("Subject", "Words", "nearer@localhost", [ada.email], connection=line)
    with pytest.raises(leases.LeaseLost):
        letter.send()
    line.close()
    assert (said, mail_server.accepted) == (["looked"], [])


def test_a_slow_server_holds_a_worker_up_for_one_turn_only(ada: Person, mail_server: MailServer, frozen: Any) -> None:
    for _ in range(5):
        posted(ada)
    mail_server.on_data = lambda mail: frozen.shift(delivery.TIME_SLICE / 2.5)
    deliver_all()
    assert len(mail_server.accepted) == 3
    assert Message.objects.filter(state=State.PENDING, attempts=0).count() == 2  # nobody counted a try that was none
    deliver_all()
    assert len(mail_server.accepted) == 5


@pytest.mark.django_db(transaction=True)
def test_workers_that_got_the_same_rows_send_each_once(ada: Person, mail_server: MailServer) -> None:
    ids = [posted(ada).pk for _ in range(40)]

    def work(_: int) -> None:
        try:
            delivery.deliver(ids)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert len(mail_server.accepted) == len(ids)
    assert len({mail["Message-ID"] for mail in mail_server.accepted}) == len(ids)
    assert set(Message.objects.values_list("state", "attempts")) == {(State.SENT, 1)}


def test_a_line_that_is_wrapped_from_the_start_looks_as_well() -> None:
    for wrapped in (False, True):
        line = EmailBackend(host="127.0.0.1", use_ssl=wrapped)
        assert issubclass(line.connection_class, smtplib.SMTP_SSL) is wrapped
        assert line.connection_class.last_look is None  # type: ignore[attr-defined]  # ours, beside smtplib's
