"""What a mail server says, and what becomes of the mail: exactly TRUST E7."""

import smtplib
import socket
from datetime import timedelta
from typing import Any

import pytest

from couples import clock
from couples.accounts.models import Person
from couples.outbox.models import Message, State, Suppression
from couples.outbox.transport.refusals import understood
from tests.couples.outbox.mailserver import HANG_UP, SAY_NOTHING, MailServer
from tests.couples.outbox.posting import EVENING, deliver_all, posted

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("to_mail", "451 4.3.0 not now"),
        ("to_rcpt", "450 4.2.1 greylisted"),
        ("to_rcpt", "421 4.3.2 closing"),
        ("to_rcpt", HANG_UP),
        ("to_data", "451 4.3.0 not now"),
        ("to_data", "421 4.3.2 closing"),
        ("to_data", HANG_UP),
        ("to_data", SAY_NOTHING),
    ],
)
def test_what_passes_is_tried_again_a_minute_later(
    ada: Person, mail_server: MailServer, frozen: Any, settings: Any, command: str, answer: str
) -> None:
    message = posted(ada)
    if answer == SAY_NOTHING:
        settings.EMAIL_TIMEOUT = 0.3
    setattr(mail_server, command, [answer])
    deliver_all()
    message.refresh_from_db()
    assert (message.state, message.attempts, message.refusals) == (State.PENDING, 1, 1)
    assert message.next_try_at == EVENING + timedelta(minutes=1)
    assert message.leased_until is None
    settings.EMAIL_TIMEOUT = 60
    before = len(mail_server.accepted)
    deliver_all()  # not yet
    assert len(mail_server.accepted) == before
    frozen.shift(timedelta(minutes=1))
    deliver_all()
    message.refresh_from_db()
    assert (message.state, message.attempts) == (State.SENT, 2)
    # What the server may have kept before the line went dead is the same mail to whoever receives both (E9).
    assert {mail["Message-ID"] for mail in mail_server.accepted} == {f"<{message.pk}@testserver>"}


def test_waits_double_up_to_six_hours_until_it_is_too_late(ada: Person, mail_server: MailServer, frozen: Any) -> None:
    message = posted(ada, grace=timedelta(days=1))
    waits = []
    while message.state == State.PENDING:
        mail_server.to_rcpt = ["450 4.2.1 full"]
        deliver_all()
        message.refresh_from_db()
        waits.append((message.next_try_at - clock.now()) // timedelta(minutes=1))
        frozen.move_to(message.next_try_at)
    assert waits[:-1] == [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360]
    assert message.state == State.MISSED
    assert message.attempts == 12  # far more than our own errors are allowed
    assert mail_server.accepted == []


def test_an_address_that_does_not_exist_is_never_written_to_again(ada: Person, mail_server: MailServer) -> None:
    first = posted(ada)
    mail_server.to_rcpt = ["550 5.1.1 nobody here by that name"]
    deliver_all()
    second = posted(ada)
    deliver_all()
    for message in (first, second):
        message.refresh_from_db()
        assert message.state == State.FAILED
    assert first.error == "550 5.1.1"  # and not the server's own sentence, which may hold an address
    assert second.refusals == 0
    assert mail_server.connections == 1
    assert Suppression.objects.get().address == "ada@example.org"


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("to_rcpt", "550 5.7.1 not wanted"),
        ("to_rcpt", "554 no"),
        ("to_data", "552 5.3.4 too big"),
    ],
)
def test_another_final_no_fails_this_mail_and_no_other(
    ada: Person, mail_server: MailServer, command: str, answer: str
) -> None:
    message, after = posted(ada), posted(ada)
    setattr(mail_server, command, [answer])
    deliver_all()
    message.refresh_from_db()
    after.refresh_from_db()
    assert (message.state, after.state) == (State.FAILED, State.SENT)
    assert not Suppression.objects.exists()


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("to_mail", "530 5.7.0 authentication required"),
        ("to_mail", "530 sign in first"),
        ("to_mail", "550 5.1.8 your own domain does not exist"),
        ("to_mail", "550 5.1.1 who are you"),
        ("to_mail", "553 5.7.1 not your address"),
        ("to_rcpt", "530 5.7.0 authentication required"),
        ("to_rcpt", "554 5.7.1 <ada@example.org>: Relay access denied"),
        ("to_rcpt", "550 relaying denied"),
        ("to_rcpt", "550 5.1.7 sender unknown"),
        ("to_rcpt", "550 5.7.25 no reverse name"),
        ("to_data", "550 5.7.26 neither SPF nor DKIM"),
        ("to_data", "535 5.7.8 signed out meanwhile"),
    ],
)
def test_what_is_ours_to_mend_is_kept_and_said_loudly(
    ada: Person, mail_server: MailServer, frozen: Any, caplog: pytest.LogCaptureFixture, command: str, answer: str
) -> None:
    message = posted(ada)
    setattr(mail_server, command, [answer])
    deliver_all()
    message.refresh_from_db()
    assert (message.state, message.refusals) == (State.PENDING, 1)
    assert message.next_try_at == EVENING + timedelta(minutes=1)
    assert not Suppression.objects.exists()
    errors = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert [answer[:3] in said and "example.org" not in said for said in errors] == [True]
    frozen.shift(timedelta(minutes=1))  # mended
    deliver_all()
    assert Message.objects.get().state == State.SENT


def test_a_refusal_that_names_the_recipient_is_no_fault_of_ours(ada: Person, mail_server: MailServer) -> None:
    posted(ada)
    mail_server.to_rcpt = ["550 5.1.1 no such mailbox behind this relay"]
    deliver_all()
    assert Suppression.objects.get().address == "ada@example.org"


def test_what_is_refused_before_any_mail_loses_none() -> None:
    for error in (
        smtplib.SMTPConnectError(554, b"5.7.1 not from there"),
        smtplib.SMTPHeloError(550, b"5.7.1 no"),
        smtplib.SMTPAuthenticationError(535, b"5.7.8 wrong password"),
        TimeoutError(),
        ConnectionRefusedError(),
    ):
        assert not understood(error).for_good


def test_a_server_that_cannot_be_reached_is_asked_once_a_chunk(
    ada: Person, settings: Any, frozen: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.EMAIL_BACKEND = "couples.outbox.transport.smtp.EmailBackend"
    asked = []

    def refuse(*args: Any, **kwargs: Any) -> socket.socket:
        asked.append(args)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", refuse)
    settings.EMAIL_HOST = "127.0.0.1"
    messages = [posted(ada) for _ in range(3)]
    deliver_all()
    assert len(asked) == 1
    for message in messages:
        message.refresh_from_db()
        assert (message.state, message.refusals) == (State.PENDING, 1)
        assert message.next_try_at == EVENING + timedelta(minutes=1)


def test_the_others_leave_when_one_is_refused_or_dropped(ada: Person, mail_server: MailServer) -> None:
    messages = [posted(ada) for _ in range(6)]
    mail_server.to_data = ["250 OK", "550 5.7.1 no", "250 OK", HANG_UP]
    deliver_all()
    states = [Message.objects.get(pk=message.pk).state for message in messages]
    assert sorted(states) == [State.FAILED, State.PENDING, *[State.SENT] * 4]
