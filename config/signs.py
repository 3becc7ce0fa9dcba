"""What each part has finished lately, and which processes live: noted in Valkey for /healthz, /metrics and the probes.

Work that was finished counts, not a beating heart: a process can beat and do nothing.
"""

from contextlib import suppress
from typing import Final

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

from couples import clock

#: clock: a ring was finished. worker: a task came through its queue. beat: a task was handed to the broker. live: a
#: round of `config/pulse.py`. Each has something to finish every few seconds.
PARTS: Final = ("live", "worker", "clock", "beat")
#: Whoever has finished nothing for so long is down.
SECONDS: Final = 60
#: Silence is an answer too, and a watchman does not wait for a second one.
ONCE: Final = Retry(NoBackoff(), 0)

_noting = redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=2, socket_timeout=2)


def done_key(part: str) -> str:
    return f"nearer:done:{part}"


def alive_key(node: str) -> str:
    """Of one process, named as Celery names it: `worker@` and the name of its machine (config/probe.py)."""
    return f"nearer:alive:{node}"


def done(part: str) -> None:
    """It has finished what it is there for. Health must never be what brings the part down."""
    _note(done_key(part))


def alive(node: str) -> None:
    _note(alive_key(node))


def _note(key: str) -> None:
    with suppress(redis.RedisError):
        _noting.set(key, int(clock.now().timestamp()), ex=SECONDS)


def ages(broker: redis.Redis) -> dict[str, float]:
    """Seconds since each part last finished something. One that has not for a while is left out."""
    now, found = clock.now().timestamp(), broker.mget([done_key(part) for part in PARTS])
    return {part: max(0.0, now - int(at)) for part, at in zip(PARTS, found, strict=True) if at}


def watching(url: str) -> redis.Redis:
    """A connection for whoever asks how things are: it gives up before its asker does."""
    return redis.Redis.from_url(url, socket_connect_timeout=0.8, socket_timeout=0.8, retry=ONCE)
