"""Several commands in one go (RFC 2920): the same answers, the same last look, and no goodbye taken for words."""

import smtplib
import time
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection

from couples.accounts.models import Person
from couples.outbox import leases
from couples.outbox.models import State, Suppression
from couples.outbox.smtp import EmailBackend
from tests.couples.outbox.mailserver import MailServer
from tests.couples.outbox.posting import deliver_all, posted

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_one_go(mail_server: MailServer) -> None:
    mail_server.pipelining = True


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What went to the server, journey by journey."""
    found: list[bytes] = []
    send = smtplib.SMTP.send

    def noted(self: Any, words: str | bytes) -> None:
        found.append(words.encode() if isinstance(words, str) else words)
        send(self, words)

    monkeypatch.setattr(smtplib.SMTP, "send", noted)
    return found


def letter(body: str, to: str = "ada@example.org") -> EmailMultiAlternatives:
    mail = EmailMultiAlternatives("Subject", body, "nearer@localhost", [to], headers={"Message-ID": "<1@testserver>"})
    mail.attach_alternative("<p>Words</p>", "text/html")
    return mail


def test_a_mail_is_two_journeys(ada: Person, mail_server: MailServer, said: list[bytes]) -> None:
    for _ in range(2):
        posted(ada)
    deliver_all()
    hello, *rest = said
    assert hello.startswith(b"ehlo ")
    assert [each.count(b"rcpt TO:<ada@example.org>\r\ndata\r\n") for each in rest[:4]] == [1, 0, 1, 0]
    assert rest[4:] == [b"quit\r\n"]
    assert len(mail_server.accepted) == 2


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"to_mail": ["421 4.3.2 going"]}, State.PENDING),
        ({"to_rcpt": ["450 4.2.0 later"]}, State.PENDING),
        ({"to_rcpt": ["550 5.1.1 nobody here"]}, State.FAILED),
        ({"to_data": ["451 4.3.0 later"]}, State.PENDING),
        ({"to_data": ["554 5.7.1 no"]}, State.FAILED),
    ],
)
def test_every_answer_is_understood_as_it_is_one_by_one(
    ada: Person, ben: Person, mail_server: MailServer, answers: dict[str, list[str]], expected: State
) -> None:
    no_such_address = "5.1.1" in str(answers)
    vars(mail_server).update({at: [*script] for at, script in answers.items()})
    first, second = posted(ada), posted(ben)
    deliver_all()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (expected, State.SENT)
    assert mail_server.recipients == [["ben@example.org"]]
    assert Suppression.objects.exists() is no_such_address


def test_the_last_look_comes_after_the_recipient_and_nothing_waits_when_it_says_no(mail_server: MailServer) -> None:
    def look() -> None:
        raise leases.LeaseLost

    line = get_connection(timeout=5)
    assert isinstance(line, EmailBackend)
    line.open()
    line.last_look = look
    began = time.monotonic()
    with pytest.raises(leases.LeaseLost):
        line.send_messages([letter("Words")])
    line.close()
    # A goodbye sent as words would wait for an answer until the timeout.
    assert time.monotonic() - began < 4
    assert mail_server.accepted == []


def test_lines_that_begin_with_a_dot_arrive_whole(mail_server: MailServer) -> None:
    body = ".\n..two\n.one\n"
    assert letter(body).send() == 1
    (mail,) = mail_server.accepted
    part = mail.get_body(("plain",))
    assert part is not None
    assert part.get_content().replace("\r\n", "\n") == body


def test_an_address_that_is_no_plain_one_goes_the_long_way(mail_server: MailServer, said: list[bytes]) -> None:
    assert letter("Words", to="ada@b\u00fccher.example").send() == 1
    assert mail_server.recipients == [["ada@xn--bcher-kva.example"]]
    assert not any(b"\r\nrcpt" in each for each in said)
