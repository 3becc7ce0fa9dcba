"""The doorbell may stay silent: rows are in the causing transaction, and found again by the clock."""

from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from kombu import Queue

from config.celery import app
from couples import clock, doorbell
from couples.accounts.models import Person
from couples.outbox import delivery, queue, tasks
from couples.outbox.doorbell import CHUNKS, hand_over
from couples.outbox.models import Channel, Message
from couples.outbox.services import post
from tests.couples.outbox.mailserver import MailServer
from tests.couples.outbox.posting import posted
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


Knock = tuple[int, list[str]]
AT_ONCE = 0


@pytest.fixture
def knocks(monkeypatch: pytest.MonkeyPatch) -> list[Knock]:
    """What was handed to the workers: the broker's priority and a chunk of ids."""
    heard: list[Knock] = []

    def hear(task: str, ids: list[str], *, expires: int, priority: int) -> None:
        assert expires <= 60  # a knock is worth nothing once the next has been
        heard.append((priority, ids))

    monkeypatch.setattr(doorbell, "knock", hear)
    return heard


def test_a_message_knocks_once_its_cause_is_committed(
    ada: Person, knocks: list[Knock], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        message = post(kind="password_changed", person=ada)
        post(kind="password_changed", person=ada, due_at=clock.now() + timedelta(hours=1))
        assert knocks == []
    assert message
    assert knocks == [(AT_ONCE, [str(message.pk)])]


def test_what_nobody_waits_for_knocks_behind_what_somebody_does(
    ada: Person, ben: Person, knocks: list[Knock], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        for kind in ("opened", "login_code"):
            post(kind=kind, person=ada)
    assert [priority for priority, _ in knocks] == [doorbell.LATER, AT_ONCE]
    knocks.clear()
    tasks.sweep()
    assert [priority for priority, _ in knocks] == [doorbell.LATER]


def test_a_code_passes_all_nudges_at_a_real_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    queue = Queue(f"passed-{uuid4()}")
    monkeypatch.setattr(app, "send_task", partial(app.send_task, queue=queue))  # type: ignore[arg-type]  # takes both
    for id in ("nudges", "more nudges"):
        hand_over([id])
    hand_over(["a code"], waited_for=True)
    with app.connection_for_read() as broker:
        door = queue.bind(broker.default_channel)
        found = [door.get(no_ack=True) for _ in range(3)]
    assert [each.payload[0] for each in found if each] == [[["a code"]], [["nudges"]], [["more nudges"]]]


def test_without_its_cause_there_is_no_message(ada: Person, knocks: list[Knock]) -> None:
    def fail() -> None:
        with transaction.atomic():
            post(kind="password_changed", person=ada)
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert not Message.objects.exists()


def test_a_broker_that_is_gone_loses_nothing(
    ada: Person, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    def gone(*args: Any, **kwargs: Any) -> None:
        raise ConnectionError

    monkeypatch.setattr(doorbell, "knock", gone)
    with django_capture_on_commit_callbacks(execute=False) as callbacks:
        message = post(kind="password_changed", person=ada)
    assert message
    for callback in callbacks:
        with pytest.raises(ConnectionError):
            callback()  # Django logs it and goes on: registered as robust
    assert queue.due_ids() == [message.pk]


def test_the_sweep_hands_over_whatever_is_due_in_chunks(
    ada: Person, knocks: list[Knock], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(CHUNKS, Channel.MAIL, 4)
    due = {str(posted(ada).pk) for _ in range(9)}
    post(kind="password_changed", person=ada, due_at=clock.now() + timedelta(minutes=5))
    tasks.sweep()
    assert [len(chunk) for _, chunk in knocks] == [4, 4, 1]
    assert {id for _, chunk in knocks for id in chunk} == due


def test_what_a_turn_is_too_short_for_is_handed_on(knocks: list[Knock], mail_server: MailServer, frozen: Any) -> None:
    rows = [posted(PersonFactory()) for _ in range(3)]
    mail_server.on_data = lambda mail: frozen.shift(delivery.TIME_SLICE)
    tasks.deliver([str(row.pk) for row in rows])
    (sent,) = mail_server.accepted
    left = {str(row.pk) for row in rows if row.to != sent["To"]}
    ((priority, handed_on),) = knocks
    assert (priority, set(handed_on), len(left)) == (doorbell.LATER, left, 2)
    mail_server.on_data = lambda mail: None
    knocks.clear()
    tasks.deliver(handed_on)
    assert (len(mail_server.accepted), knocks) == (3, [])


def test_the_task_delivers_what_it_is_given(ada: Person, mailoutbox: list[Any]) -> None:
    message = post(kind="password_changed", person=ada)
    assert message
    tasks.deliver([str(message.pk)])
    assert [mail.to for mail in mailoutbox] == [["ada@example.org"]]
