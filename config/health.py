"""GET /healthz: one line for each part, 200 only when all are alive. It names no person and no version."""

import logging
from collections.abc import Callable

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

log = logging.getLogger(__name__)


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


def _broker() -> bool:
    return bool(_redis().ping())


def _worker() -> bool:
    return bool(_redis().exists("nearer:alive:worker"))


def _clock() -> bool:
    return bool(_redis().exists("nearer:alive:clock"))


def _beat() -> bool:
    return bool(_redis().exists("nearer:alive:beat"))


def _redis() -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1)


PARTS: dict[str, Callable[[], bool]] = {
    "database": _database,
    "broker": _broker,
    "worker": _worker,
    "clock": _clock,
    "beat": _beat,
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
