"""The doorbell may stay silent: rows are in the causing transaction, and found again by the clock."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from couples import clock
from couples.accounts.models import Person
from couples.outbox import delivery, tasks
from couples.outbox.models import Message
from couples.outbox.services import post

pytestmark = pytest.mark.django_db


@pytest.fixture
def knocks(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What was handed to the workers: chunks of ids."""
    heard: list[list[str]] = []

    def hear(args: tuple[list[str]], *, expires: int) -> None:
        assert expires <= 60  # a knock is worth nothing once the next has been
        heard.append(args[0])

    monkeypatch.setattr(tasks.deliver, "apply_async", hear)
    return heard


def test_a_message_knocks_once_its_cause_is_committed(
    ada: Person, knocks: list[list[str]], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        message = post(kind="password_changed", person=ada)
        post(kind="password_changed", person=ada, due_at=clock.now() + timedelta(hours=1))
        assert knocks == []
    assert message
    assert knocks == [[str(message.pk)]]


def test_without_its_cause_there_is_no_message(ada: Person, knocks: list[list[str]]) -> None:
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

    monkeypatch.setattr(tasks.deliver, "apply_async", gone)
    with django_capture_on_commit_callbacks(execute=False) as callbacks:
        message = post(kind="password_changed", person=ada)
    assert message
    for callback in callbacks:
        with pytest.raises(ConnectionError):
            callback()  # Django logs it and goes on: registered as robust
    assert delivery.due_ids() == [message.pk]


def test_the_sweep_hands_over_whatever_is_due_in_chunks(ada: Person, knocks: list[list[str]]) -> None:
    due = {str(post(kind="password_changed", person=ada).pk) for _ in range(2 * tasks.CHUNK + 1)}  # type: ignore[union-attr]
    post(kind="password_changed", person=ada, due_at=clock.now() + timedelta(minutes=5))
    tasks.sweep()
    assert [len(chunk) for chunk in knocks] == [tasks.CHUNK, tasks.CHUNK, 1]
    assert {id for chunk in knocks for id in chunk} == due


def test_the_task_delivers_what_it_is_given(ada: Person, mailoutbox: list[Any]) -> None:
    message = post(kind="password_changed", person=ada)
    assert message
    tasks.deliver([str(message.pk)])
    assert [mail.to for mail in mailoutbox] == [["ada@example.org"]]
