"""GET /healthz: a line for each part, and 200 only when all are alive."""

import pytest
import redis
from celery import Celery
from django.conf import settings
from django.db import OperationalError
from django.test import Client

from config import celery, health

pytestmark = pytest.mark.django_db


@pytest.fixture
def heartbeats() -> redis.Redis:
    """Worker and beat as if they had just been heard of; the test then silences one."""
    doorbell = redis.Redis.from_url(settings.REDIS_URL)
    celery.worker_alive()
    celery._alive("beat")
    return doorbell


def test_all_parts_alive(heartbeats: redis.Redis) -> None:
    answer = Client().get("/healthz")
    assert answer.status_code == 200
    assert answer.content.decode() == "database: ok\nbroker: ok\nworker: ok\nclock: ok\nbeat: ok\n"


@pytest.mark.parametrize("part", ["worker", "clock", "beat"])
def test_a_silent_part_is_named(heartbeats: redis.Redis, part: str) -> None:
    heartbeats.delete(f"nearer:alive:{part}")
    answer = Client().get("/healthz")
    assert answer.status_code == 503
    assert f"{part}: down\n" in answer.content.decode()
    assert answer.content.decode().count("down") == 1


def test_a_broker_that_is_away_takes_worker_and_beat_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "REDIS_URL", "redis://127.0.0.1:1/0")
    answer = Client().get("/healthz")
    assert answer.status_code == 503
    assert answer.content.decode() == "database: ok\nbroker: down\nworker: down\nclock: down\nbeat: down\n"


def test_a_database_that_is_away_is_named_and_not_raised(
    heartbeats: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> bool:
        raise OperationalError("no route")

    monkeypatch.setitem(health.PARTS, "database", away)
    answer = Client().get("/healthz")
    assert answer.status_code == 503
    assert answer.content.decode().startswith("database: down\n")


def test_each_tick_of_beat_is_a_sign_of_life(heartbeats: redis.Redis) -> None:
    heartbeats.delete("nearer:alive:beat")
    scheduler = celery.HeartbeatScheduler(app=Celery("test", set_as_current=False), lazy=True)
    scheduler.schedule = {}
    scheduler.tick()
    assert heartbeats.exists("nearer:alive:beat")


def test_a_sign_of_life_never_brings_its_part_down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(celery, "_redis", redis.Redis.from_url("redis://127.0.0.1:1/0"))
    celery._alive("worker")
