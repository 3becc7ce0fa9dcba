"""GET /healthz: a line for each part, and 200 only when all do what they are there for."""

import asyncio
import logging
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any
from unittest import mock

import psycopg
import pytest
import redis
from celery import Celery
from django.conf import settings
from django.db import OperationalError, connection, connections
from django.test import Client

from config import celery, health, pulse, signs, timeouts
from rituals import tasks

pytestmark = pytest.mark.django_db
NAMES = ["database", "broker", "cache", "live", "worker", "clock", "beat"]


@pytest.fixture
def broker() -> redis.Redis:
    """Every part as if it had just finished something; the test then silences one."""
    for part in signs.PARTS:
        signs.done(part)
    return redis.Redis.from_url(settings.REDIS_URL)


@pytest.fixture
def silent() -> Iterator[str]:
    """Where somebody takes the call and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"127.0.0.1:{server.getsockname()[1]}"


def said() -> tuple[int, dict[str, str]]:
    answer = Client().get("/healthz")
    return answer.status_code, dict(line.split(": ") for line in answer.content.decode().splitlines())


def test_all_parts_are_well(broker: redis.Redis) -> None:
    assert said() == (200, dict.fromkeys(NAMES, "ok"))


@pytest.mark.parametrize("part", signs.PARTS)
def test_a_part_that_finishes_nothing_is_named_also_in_the_log(
    broker: redis.Redis, part: str, caplog: pytest.LogCaptureFixture
) -> None:
    broker.delete(signs.done_key(part))
    assert said() == (503, dict.fromkeys(NAMES, "ok") | {part: "down"})
    assert caplog.messages == [f"Not well: {part}"]


def test_who_only_lives_vouches_for_no_work(broker: redis.Redis) -> None:
    broker.delete(signs.done_key("worker"), signs.done_key("clock"))
    signs.alive("worker@here")
    signs.alive("clock@here")
    assert said()[1] == dict.fromkeys(NAMES, "ok") | {"worker": "down", "clock": "down"}


@pytest.mark.parametrize("is_silent", [False, True])
def test_a_broker_that_is_away_takes_with_it_whoever_tells_it_of_work(
    broker: redis.Redis, silent: str, is_silent: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "REDIS_URL", f"redis://{silent if is_silent else '127.0.0.1:1'}/0")
    began = time.monotonic()
    down = ["broker", *signs.PARTS]
    assert said() == (503, {name: "down" if name in down else "ok" for name in NAMES})
    assert time.monotonic() - began < 3


@pytest.mark.parametrize("is_silent", [False, True])
def test_a_cache_that_is_away_is_named(broker: redis.Redis, silent: str, is_silent: bool, settings: Any) -> None:
    where = f"redis://{silent if is_silent else '127.0.0.1:1'}/0"
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": where}}
    began = time.monotonic()
    assert said() == (503, dict.fromkeys(NAMES, "ok") | {"cache": "down"})
    assert time.monotonic() - began < 3


def test_a_database_that_refuses_is_named_and_not_raised(
    broker: redis.Redis, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away() -> list[str]:
        raise OperationalError("too many clients")

    monkeypatch.setattr(health.PROBES[0], "ask", away)
    assert said() == (503, dict.fromkeys(NAMES, "ok") | {"database": "down"})
    assert caplog.messages == ["The database is down: OperationalError", "Not well: database"]


def test_a_silent_part_is_asked_once_however_many_ask_meanwhile(
    broker: redis.Redis, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    asked, answer = [], threading.Event()

    def silent() -> list[str]:
        asked.append(1)
        answer.wait(30)
        return ["database"]

    monkeypatch.setattr(health.PROBES[0], "ask", silent)
    try:
        assert [said()[1]["database"] for _ in range(2)] == ["down", "down"]
        assert len(asked) == 1
        assert "The database does not answer" in caplog.messages
    finally:
        answer.set()


def test_the_database_is_asked_on_a_connection_of_its_own(broker: redis.Redis) -> None:
    """As many as it takes are open, so nobody else gets one: the pages that have one must not hide that."""
    made: list[Any] = []
    create = connections.create_connection

    def created(alias: str) -> Any:
        made.append(create(alias))
        return made[-1]

    with mock.patch.object(connections, "create_connection", created):
        assert health.well([health.PROBES[0]]) == {"database"}
    assert len(made) == 1
    assert made[0].connection is None  # and closed again


# -- who finishes what ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("task", "part"), [(celery.echo, "worker"), (tasks.ring, "clock")])
def test_a_finished_task_is_its_parts_sign(broker: redis.Redis, task: Any, part: str) -> None:
    broker.delete(signs.done_key(part))
    task.apply()
    assert broker.exists(signs.done_key(part))


def test_a_ring_that_fails_is_none(broker: redis.Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    broker.delete(signs.done_key("clock"))

    def locked() -> None:
        raise OperationalError("canceling statement due to lock timeout")

    monkeypatch.setattr("rituals.nudges.engine.ring", locked)
    tasks.ring.apply()
    assert said()[1]["clock"] == "down"


@pytest.mark.django_db(transaction=True)
def test_a_lock_on_the_nudges_ends_the_ring_and_shows(broker: redis.Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    """As held by somebody else for minutes: the clock gives up its question, and has finished nothing."""
    broker.delete(signs.done_key("clock"))
    params = {name: connection.settings_dict[name.upper()] for name in ("host", "user")}
    with (
        psycopg.connect(dbname=connection.settings_dict["NAME"], **params) as other,
        connection.cursor() as cursor,
    ):
        other.execute("LOCK TABLE rituals_nudge IN ACCESS EXCLUSIVE MODE")
        cursor.execute("SET lock_timeout = '50ms'")
        try:
            tasks.ring.apply()
            assert said()[1]["clock"] == "down"
            other.rollback()
            tasks.ring.apply()
        finally:
            cursor.execute("RESET lock_timeout")
    assert said()[1]["clock"] == "ok"


def test_what_beat_hands_over_is_its_sign_and_each_tick_says_that_it_lives(broker: redis.Redis) -> None:
    mine = signs.alive_key(f"beat@{socket.gethostname()}")
    broker.delete(signs.done_key("beat"), mine)
    app = Celery("test", set_as_current=False, broker="memory://")
    scheduler = celery.DoneScheduler(app=app, lazy=True)
    app.conf.beat_schedule = {}
    scheduler.setup_schedule()
    scheduler.tick()
    assert broker.exists(mine)
    assert not broker.exists(signs.done_key("beat"))
    app.conf.beat_schedule = {"echo": {"task": "config.echo", "schedule": 3600.0}}
    scheduler.setup_schedule()
    scheduler._heap = None  # type: ignore[attr-defined]  # it looks at its list anew
    scheduler.tick()
    assert broker.exists(signs.done_key("beat"))


def test_everything_is_looked_at_when_beat_starts() -> None:
    """An hourly task of a beat that is started again every half hour would never run."""
    scheduler = celery.DoneScheduler(app=celery.app)
    assert {name for name, entry in scheduler.schedule.items() if entry.is_due()[0]} == set(
        celery.app.conf.beat_schedule
    )


@pytest.mark.django_db(transaction=True)
def test_a_hint_that_comes_through_is_the_sign_of_live(broker: redis.Redis) -> None:
    broker.delete(signs.done_key("live"))
    asyncio.run(pulse.once())
    assert broker.exists(signs.done_key("live"))


def test_hints_that_cannot_reach_the_database_are_no_sign(broker: redis.Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused() -> None:
        raise OperationalError("too many clients")

    broker.delete(signs.done_key("live"))
    monkeypatch.setattr(pulse, "_asked", refused)
    with pytest.raises(OperationalError):
        asyncio.run(pulse.once())
    assert not broker.exists(signs.done_key("live"))


def test_a_broker_that_is_away_ends_no_beating(monkeypatch: pytest.MonkeyPatch, caplog: Any) -> None:
    monkeypatch.setattr(settings, "REDIS_URL", "redis://127.0.0.1:1/0")
    caplog.set_level(logging.WARNING)

    async def a_while() -> None:
        async with pulse.beating():
            until = time.monotonic() + 10
            while not caplog.messages and time.monotonic() < until:
                await asyncio.sleep(0.01)

    asyncio.run(a_while())
    assert caplog.messages == ["No sign of life: ConnectionError"]


def test_a_sign_of_life_never_brings_its_part_down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signs, "_noting", redis.Redis.from_url("redis://127.0.0.1:1/0"))
    signs.done("worker")
    signs.alive("worker@here")


# -- how long a question may take ------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", timeouts.LIMITS)
def test_each_kind_of_process_gives_its_questions_up(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connections.settings["default"], "OPTIONS", {"options": "-c work_mem=5MB"})
    monkeypatch.setattr(timeouts, "_given", {})
    timeouts.limit("web")
    timeouts.limit(kind)
    fresh = connections.create_connection("default")
    names = ["statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout", "work_mem"]
    try:
        with fresh.cursor() as cursor:
            cursor.execute("SELECT name, setting::int FROM pg_settings WHERE name = ANY(%s)", [names])
            found = dict(cursor.fetchall())
    finally:
        fresh.close()
    limits = timeouts.LIMITS[kind]
    assert found == {
        "statement_timeout": limits.statement * 1000,
        "lock_timeout": limits.lock * 1000,
        "idle_in_transaction_session_timeout": limits.idle * 1000,
        "work_mem": 5 * 1024,
    }


def test_a_command_has_all_the_time_it_needs() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT setting FROM pg_settings WHERE name IN ('statement_timeout', 'lock_timeout')")
        assert {setting for (setting,) in cursor.fetchall()} == {"0"}
