"""Servers that take the call and then say nothing: each thing that waits for one waits for a time it can name."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as real
from django.core.cache import caches
from django.core.cache.backends.redis import RedisCache
from django.test import Client
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from config.celery import ANSWERS, app
from couples.accounts.models import Person
from couples.outbox import delivery
from couples.outbox.models import State
from couples.outbox.queue import leases
from tests.couples.outbox.mailserver import SAY_NOTHING, MailServer
from tests.couples.outbox.posting import deliver_all, posted


@contextmanager
def black_hole() -> Iterator[int]:
    """A port that takes every call and never says a word."""
    held: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def take() -> None:
            while True:
                try:
                    held.append(listening.accept()[0])
                except OSError:
                    return

        taking = threading.Thread(target=take, daemon=True)
        taking.start()
        try:
            yield listening.getsockname()[1]
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            taking.join()
            for each in held:
                each.close()


@pytest.mark.django_db
def test_a_mail_server_without_a_greeting_is_waited_for_once_a_chunk(ada: Person, settings: Any) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_TIMEOUT = "couples.outbox.transport.smtp.EmailBackend", 0.5
    messages = [posted(ada) for _ in range(20)]
    with black_hole() as port:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        began = time.monotonic()
        deliver_all()
        assert 0.5 <= time.monotonic() - began < 5
    for message in messages:
        message.refresh_from_db()
        assert (message.state, message.refusals) == (State.PENDING, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("command", ["to_mail", "to_rcpt", "to_data"])
def test_a_mail_server_that_falls_silent_costs_no_more_than_a_turn_and_one_mail(
    ada: Person, mail_server: MailServer, settings: Any, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    settings.EMAIL_TIMEOUT = 0.2
    monkeypatch.setattr(delivery, "TIME_SLICE", timedelta(seconds=1))
    messages = [posted(ada) for _ in range(50)]
    setattr(mail_server, command, [SAY_NOTHING] * 50)
    began = time.monotonic()
    deliver_all()
    assert time.monotonic() - began < 2 * (1 + ANSWERS * 0.2)  # all fifty, one after the other, would take more
    for message in messages:
        message.refresh_from_db()
    assert {message.state for message in messages} == {State.PENDING}
    tried = [message.refusals for message in messages]
    assert 1 in tried  # what had its try waits for the next
    assert 0 in tried  # what had none is the sweep's again


def test_a_delivery_ends_inside_its_limits_and_its_row_outlives_it() -> None:
    limits = app.conf.task_annotations["couples.outbox.deliver"]
    longest = delivery.TIME_SLICE.total_seconds() + ANSWERS * real.EMAIL_TIMEOUT
    assert longest <= limits["soft_time_limit"] < limits["time_limit"]
    # A task given out again while it still runs would be two workers over the same rows for nothing.
    assert limits["time_limit"] < app.conf.broker_transport_options["visibility_timeout"]
    assert leases.DATA.total_seconds() >= 2 * real.EMAIL_TIMEOUT


def test_what_looks_for_due_rows_stands_in_no_line_behind_mail() -> None:
    queues = {name: app.amqp.router.route({}, name)["queue"].name for name in app.conf.task_routes}
    looking = ["rituals.ring", "journal.breaks.ring", "couples.outbox.sweep", "couples.push.sweep"]
    looking += ["journal.export.sweep", "journal.erasing.end", "couples.erasing.sweep"]
    assert queues == dict.fromkeys(looking, "clock")
    for delivery_task in ("couples.outbox.deliver", "couples.push.deliver"):
        assert app.amqp.router.route({}, delivery_task)["queue"].name == "nearer"
    assert set(app.amqp.queues) == {"nearer", "clock"}


def knock(url: str) -> float:
    """As a page does after its commit, with the app's own settings; seconds until it gives up."""
    began = time.monotonic()
    with app.connection_for_write(url) as bell, pytest.raises(OperationalError):
        app.send_task("couples.outbox.deliver", args=([],), expires=60, connection=bell)
    return time.monotonic() - began


def test_a_silent_broker_holds_no_page() -> None:
    with black_hole() as port:
        assert knock(f"redis://127.0.0.1:{port}/0") < 6


def test_a_broker_that_is_not_there_holds_no_page() -> None:
    assert knock("redis://127.0.0.1:1/0") < 3


def test_a_silent_cache_holds_no_page() -> None:
    with black_hole() as port:
        cache = RedisCache(f"redis://127.0.0.1:{port}/0", dict(real.CACHES["default"]))
        began = time.monotonic()
        with pytest.raises(RedisError):
            cache.get("anything")
        assert time.monotonic() - began < 6
        cache.close()
    assert caches["default"].get("anything") is None  # and the real one answers with the same options


@pytest.mark.django_db
def test_without_a_cache_who_is_signed_in_reads_on_and_nobody_signs_in(ada: Person, settings: Any) -> None:
    browser = Client(raise_request_exception=False)
    browser.force_login(ada)
    with black_hole() as port:
        for silent_or_away in (port, 1):
            url = f"redis://127.0.0.1:{silent_or_away}/0"
            settings.CACHES = {"default": {**real.CACHES["default"], "LOCATION": url}}
            began = time.monotonic()
            assert browser.get("/you/").status_code == 200
            assert time.monotonic() - began < 2  # nothing was asked of it
            guess = {"login": ada.email, "password": "a guess or two"}
            assert Client(raise_request_exception=False).post("/account/login/", guess).status_code == 503
            assert time.monotonic() - began < 10
