"""The Celery app and everything that happens by the clock.

PostgreSQL is the truth and the broker a doorbell: each entry only makes a task look for due rows, so a lost or
doubled tick costs nothing. The schedule is kept in memory: every entry is an interval, and two beats are harmless.
"""

import os
import time
from contextlib import suppress
from typing import Any

import redis
from celery import Celery
from celery.beat import Scheduler
from celery.signals import heartbeat_sent
from django.conf import settings
from kombu import Queue

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("nearer")
app.config_from_object(
    {
        # kombu has its own words for a unix socket and for the number of the database behind it.
        "broker_url": settings.REDIS_URL.replace("unix://", "redis+socket://", 1).replace("?db=", "?virtual_host=", 1),
        "broker_connection_retry_on_startup": True,
        # kombu looks for stranded messages often, but the outbox does not wait for it: rows are swept again within a
        # minute (C1).
        "broker_transport_options": {"visibility_timeout": 3600, "unacked_restore_throttle": 1},
        "task_acks_late": True,
        "task_reject_on_worker_lost": False,
        "task_ignore_result": True,
        "task_serializer": "json",
        "accept_content": ["json"],
        "task_default_queue": "nearer",
        "task_queues": [Queue("nearer")],
        "task_time_limit": 300,
        "task_soft_time_limit": 240,
        "worker_prefetch_multiplier": 1,
        "worker_hijack_root_logger": False,
        "enable_utc": True,
        "timezone": "UTC",
        "beat_scheduler": "config.celery:HeartbeatScheduler",
        "beat_max_loop_interval": 5,
        "beat_schedule": {
            "ring": {"task": "rituals.ring", "schedule": 15.0, "options": {"expires": 15}},
            "sweep": {"task": "couples.outbox.sweep", "schedule": 20.0, "options": {"expires": 20}},
        },
    }
)
app.autodiscover_tasks(["couples.outbox", "rituals", "journal"])

_redis = redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=2, socket_timeout=2)


def _alive(part: str) -> None:
    """Note that `part` is running, for /healthz. Health must never be what brings the part down."""
    with suppress(redis.RedisError):
        _redis.set(f"nearer:alive:{part}", int(time.time()), ex=30)


class HeartbeatScheduler(Scheduler):
    def tick(self, *args: Any, **kwargs: Any) -> Any:
        _alive("beat")
        return super().tick(*args, **kwargs)


@heartbeat_sent.connect
def worker_alive(**_: Any) -> None:
    _alive("worker")
