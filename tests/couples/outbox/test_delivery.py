"""From a row to a mailbox: each once, if it is still wanted; an error of ours harms one row and no other."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.mail import EmailMessage

from couples.accounts.models import Person
from couples.outbox import delivery, kinds
from couples.outbox.compose import letters
from couples.outbox.models import MAX_ATTEMPTS, Message, State
from couples.outbox.services import mute, post, suppress
from tests.couples.outbox.mailserver import MailServer
from tests.couples.outbox.posting import EVENING, deliver_all, posted

pytestmark = pytest.mark.django_db


def swapped(monkeypatch: pytest.MonkeyPatch, **changes: Any) -> None:
    """The kind `password_changed`, with another way of deciding."""
    monkeypatch.setitem(kinds._kinds, "password_changed", kinds.Kind("password_changed", **changes))


def test_a_code_is_sent_once_and_wiped(ada: Person, mail_server: MailServer) -> None:
    message = posted(ada, "verify_code", params={"code": "ABCD-1234"})
    deliver_all()
    deliver_all()
    delivery.deliver([message.pk])
    (mail,) = mail_server.accepted
    assert mail_server.recipients == [["ada@example.org"]]
    for kind in ("plain", "html"):
        body = mail.get_body((kind,))
        assert body is not None
        assert "ABCD-1234" in body.get_content()
    message.refresh_from_db()
    assert (message.state, message.params, message.attempts) == (State.SENT, None, 1)
    assert message.sent_at is not None


def test_a_chunk_travels_over_one_connection(ada: Person, ben: Person, mail_server: MailServer) -> None:
    for person in (ada, ben) * 3:
        posted(person)
    deliver_all()
    assert len(mail_server.accepted) == 6
    assert mail_server.connections == 1
    assert {tuple(to) for to in mail_server.recipients} == {("ada@example.org",), ("ben@example.org",)}


@pytest.mark.parametrize("why", ["wanted", "muted", "late", "suppressed"])
def test_it_looks_again_just_before_sending(
    ada: Person, mail_server: MailServer, frozen: Any, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    message = posted(ada, params={"code": "ABCD-1234"})
    expected = State.CANCELLED
    if why == "wanted":
        swapped(monkeypatch, wanted=lambda row: False)
    elif why == "muted":
        swapped(monkeypatch, mutable=True)
        mute(ada.pk, "password_changed")
    elif why == "late":
        frozen.shift(timedelta(days=1))
        expected = State.MISSED
    else:
        suppress("ADA@example.org", "550 5.1.1")
        expected = State.FAILED
    deliver_all()
    message.refresh_from_db()
    assert (message.state, message.params) == (expected, None)
    assert mail_server.connections == 0


def test_a_poisoned_row_is_dead_after_five_tries_and_harms_nobody(
    ada: Person, mail_server: MailServer, frozen: Any
) -> None:
    poison = posted(ada, kind="no-such-kind", grace=timedelta(days=2))
    good = []
    for _ in range(MAX_ATTEMPTS + 2):
        good.append(posted(ada))
        deliver_all()
        frozen.shift(timedelta(hours=1))
    poison.refresh_from_db()
    assert (poison.state, poison.attempts, poison.error) == (State.DEAD, MAX_ATTEMPTS, "UnknownKind")
    assert len(mail_server.accepted) == len(good)


@pytest.mark.parametrize("where", ["wanted", "words", "sending"])
def test_an_error_of_ours_is_counted_wherever_it_happens(
    ada: Person, mail_server: MailServer, frozen: Any, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    def broken(*args: Any, **kwargs: Any) -> Any:
        raise LookupError

    if where == "wanted":
        swapped(monkeypatch, wanted=broken)
    elif where == "words":
        monkeypatch.setattr(letters, "_headers", broken)
    else:
        monkeypatch.setattr(EmailMessage, "send", broken)
    message = posted(ada)
    deliver_all()
    message.refresh_from_db()
    assert (message.state, message.attempts, message.refusals, message.error) == (State.PENDING, 1, 0, "LookupError")
    assert message.next_try_at == EVENING + timedelta(minutes=1)


@pytest.mark.parametrize("occurrence", ["evening", ""])
def test_an_occurrence_is_posted_once(ada: Person, ben: Person, occurrence: str) -> None:
    post_it: Callable[[Person], Message | None] = lambda person: post(  # noqa: E731
        kind="password_changed", person=person, occurrence=occurrence
    )
    assert post_it(ada)
    assert post_it(ben)
    assert bool(post_it(ada)) is not bool(occurrence)


def test_an_address_without_an_account_gets_an_occurrence_once() -> None:
    given = {"kind": "unknown_account", "address": "somebody@example.org", "occurrence": "once"}
    assert post(**given)  # type: ignore[arg-type]
    assert post(**given) is None  # type: ignore[arg-type]
