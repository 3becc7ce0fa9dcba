"""Several commands in one go (RFC 2920): the same answers, the same last look, and no goodbye taken for words."""

import smtplib
import time
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection

from couples.accounts.models import Person
from couples.outbox import kinds, queue
from couples.outbox.models import Message, State, Suppression
from couples.outbox.queue import leases
from couples.outbox.services import mute
from couples.outbox.transport.smtp import EmailBackend
from tests.couples.outbox.mailserver import HANG_UP, MailServer
from tests.couples.outbox.posting import deliver_all, posted
from tests.couples.outbox.queue.test_mailbox_races import KIND
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_one_go(mail_server: MailServer) -> None:
    mail_server.pipelining = True


@pytest.fixture
def calm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(kinds._kinds, KIND, kinds.Kind(KIND, mutable=True, label="Anything"))


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


def to_several(count: int) -> list[Message]:
    """Leased together, so that of each the next one's reader is known; in the order they leave in."""
    rows = [posted(PersonFactory(), KIND) for _ in range(count)]
    return sorted(rows, key=lambda row: (row.due_at, row.created_at, row.pk))


def states(rows: Iterable[Message]) -> list[str]:
    found = dict(Message.objects.values_list("pk", "state"))
    return [found[row.pk] for row in rows]


def sent_to(server: MailServer) -> list[str]:
    return [to for (to,) in server.recipients]


def test_of_many_mails_each_is_one_journey(mail_server: MailServer, said: list[bytes], calm: None) -> None:
    rows = to_several(3)
    deliver_all()
    hello, *rest, bye = said
    first, second, third = (f"rcpt TO:<{row.to}>\r\ndata\r\n".encode() for row in rows)
    assert [hello[:5], bye] == [b"ehlo ", b"quit\r\n"]
    assert [each.endswith(told) for each, told in zip(rest, [first, second, third, b"\r\n.\r\n"], strict=True)] == [
        True
    ] * 4
    assert [each.count(b"rcpt TO:") for each in rest] == [1, 1, 1, 0]
    assert sent_to(mail_server) == [row.to for row in rows]
    assert mail_server.connections == 1


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"to_mail": ["250 OK", "421 4.3.2 going"]}, State.PENDING),
        ({"to_rcpt": ["250 OK", "450 4.2.0 later"]}, State.PENDING),
        ({"to_rcpt": ["250 OK", "550 5.1.1 nobody here"]}, State.FAILED),
        ({"to_rcpt": ["250 OK", HANG_UP]}, State.PENDING),
        ({"to_data": ["250 OK", "451 4.3.0 later"]}, State.PENDING),
        ({"to_data": ["250 OK", "554 5.7.1 no"]}, State.FAILED),
    ],
)
def test_what_is_said_of_one_that_was_told_of_early_is_about_that_one(
    mail_server: MailServer, calm: None, answers: dict[str, list[str]], expected: State
) -> None:
    vars(mail_server).update({at: [*script] for at, script in answers.items()})
    rows = to_several(4)
    deliver_all()
    assert states(rows) == [State.SENT, expected, State.SENT, State.SENT]
    assert sent_to(mail_server) == [rows[0].to, rows[2].to, rows[3].to]


def test_words_that_were_not_taken_leave_nothing_behind_for_the_next_reader(
    mail_server: MailServer, calm: None
) -> None:
    mail_server.to_data = ["451 4.3.0 later"]
    rows = to_several(3)
    deliver_all()
    assert states(rows) == [State.PENDING, State.SENT, State.SENT]
    assert sent_to(mail_server) == [rows[1].to, rows[2].to]


def test_whoever_was_told_of_early_and_wants_none_gets_none_and_holds_up_nobody(
    mail_server: MailServer, calm: None, frozen: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = to_several(3)
    look = leases.still_ours

    def choosing(*mine: Message) -> None:
        if mine[0].pk == rows[1].pk:
            assert rows[1].person_id
            mute(rows[1].person_id, KIND)
            frozen.shift(timedelta(seconds=3))  # then it is asked again
        look(*mine)

    monkeypatch.setattr(queue, "still_ours", choosing)
    began = time.monotonic()
    deliver_all()
    assert states(rows) == [State.SENT, State.CANCELLED, State.SENT]
    assert sent_to(mail_server) == [rows[0].to, rows[2].to]
    assert time.monotonic() - began < 4  # a goodbye taken for words would wait for its answer


def test_words_never_leave_for_a_reader_of_another_mail(mail_server: MailServer) -> None:
    line = get_connection(timeout=5)
    assert isinstance(line, EmailBackend)
    line.following = "ben@example.org"
    line.send_messages([letter("To Ada")])
    line.following = ""
    line.send_messages([letter("To Cleo", to="cleo@example.org")])
    line.following = "ben@example.org"
    line.send_messages([letter("To Ada, too")])
    unlike = letter("To Dora", to="dora@example.org")
    unlike.attach("notes.txt", "Words", "text/plain")
    line.send_messages([unlike])
    line.close()
    assert sent_to(mail_server) == [f"{who}@example.org" for who in ("ada", "cleo", "ada", "dora")]


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
