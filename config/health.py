"""GET /healthz: one line for each part, 200 only when all are alive. It names no person and no version."""

import logging
from collections.abc import Callable
from functools import partial

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET
from redis.backoff import NoBackoff
from redis.retry import Retry

log = logging.getLogger(__name__)

#: Silence is an answer too, and a watchman does not wait for a second one.
ONCE = Retry(NoBackoff(), 0)


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


def _broker() -> bool:
    return bool(valkey().ping())


def _alive(part: str) -> bool:
    return bool(valkey().exists(f"nearer:alive:{part}"))


def valkey() -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1, retry=ONCE)


#: Who gives a sign of life (config/celery.py).
HEARTS = ("worker", "clock", "beat")
PARTS: dict[str, Callable[[], bool]] = {
    "database": _database,
    "broker": _broker,
    **{part: partial(_alive, part) for part in HEARTS},
}


@require_GET
def healthz(request: HttpRequest) -> HttpResponse:
    alive = {name: _ask(part) for name, part in PARTS.items()}
    lines = "".join(f"{name}: {'ok' if ok else 'down'}\n" for name, ok in alive.items())
    return HttpResponse(lines, content_type="text/plain", status=200 if all(alive.values()) else 503)


def _ask(part: Callable[[], bool]) -> bool:
    try:
        return part()
    except (redis.RedisError, DatabaseError) as error:
        log.warning("A part is down: %s", type(error).__name__)
        return False
