"""The Celery app and everything that happens by the clock.

PostgreSQL is the truth and the broker a doorbell: each entry only makes a task look for due rows, so a lost or
doubled tick costs nothing. The schedule is kept in memory: every entry is an interval, and two beats are harmless.
"""

import gc
import os
import time
from contextlib import suppress
from typing import Any

import redis
from celery import Celery
from celery.beat import Scheduler
from celery.signals import celeryd_after_setup, heartbeat_sent
from django.conf import settings
from kombu import Queue

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

#: What one mail may wait for, each answer as long as EMAIL_TIMEOUT: the connection, its greeting, EHLO twice, STARTTLS
#: and its handshake, three of AUTH, MAIL, RCPT, DATA, its end, and QUIT.
ANSWERS = 14
#: A delivery begins no mail after its turn (couples/outbox/delivery.py); its last may be slow.
DELIVERY_SECONDS = 15 + ANSWERS * settings.EMAIL_TIMEOUT

LOOKING = ("rituals.ring", "couples.outbox.sweep", "couples.push.sweep")

app = Celery("nearer")
app.config_from_object(
    {
        # kombu has its own words for a unix socket and for the number of the database behind it.
        "broker_url": settings.REDIS_URL.replace("unix://", "redis+socket://", 1).replace("?db=", "?virtual_host=", 1),
        "broker_connection_retry_on_startup": True,
        "broker_transport_options": {
            # kombu looks for stranded messages often, but the outbox does not wait for it: rows are swept again within
            # a minute (C1).
            "visibility_timeout": 3600,
            "unacked_restore_throttle": 1,
            # A broker that takes the call and says nothing must hold no page. Nothing is lost by giving up: the row is
            # in PostgreSQL, and the sweep knocks again.
            "socket_connect_timeout": 2,
            "socket_timeout": 2,
            "max_retries": 0,
            "connect_retries_timeout": 2,
        },
        "task_publish_retry": False,
        "task_acks_late": True,
        "task_reject_on_worker_lost": False,
        "task_ignore_result": True,
        "task_serializer": "json",
        "accept_content": ["json"],
        # What looks for due rows is quick and has a worker of its own: it never stands in line behind what talks to
        # other people's servers. A worker that is told of no queue takes both.
        "task_default_queue": "nearer",
        "task_queues": [Queue("nearer"), Queue("clock")],
        "task_routes": {task: {"queue": "clock"} for task in LOOKING},
        "task_time_limit": 300,
        "task_soft_time_limit": 240,
        "task_annotations": {
            "couples.outbox.deliver": {"soft_time_limit": DELIVERY_SECONDS, "time_limit": DELIVERY_SECONDS + 60}
        },
        "worker_prefetch_multiplier": 1,
        "worker_hijack_root_logger": False,
        "enable_utc": True,
        "timezone": "UTC",
        "beat_scheduler": "config.celery:HeartbeatScheduler",
        "beat_max_loop_interval": 5,
        "beat_schedule": {
            "ring": {"task": "rituals.ring", "schedule": 15.0, "options": {"expires": 15}},
            "push": {"task": "couples.push.sweep", "schedule": 20.0, "options": {"expires": 20}},
            "sweep": {"task": "couples.outbox.sweep", "schedule": 20.0, "options": {"expires": 20}},
            "sessions": {"task": "couples.accounts.forget", "schedule": 3600.0, "options": {"expires": 3600}},
            "forget": {"task": "journal.agreements.forget", "schedule": 3600.0, "options": {"expires": 3600}},
        },
    }
)
app.autodiscover_tasks(["couples.accounts", "couples.outbox", "couples.push", "rituals", "journal"])

_redis = redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=2, socket_timeout=2)
#: Which part answers for a queue, as /healthz names it.
PARTS = {"nearer": "worker", "clock": "clock"}


def _alive(part: str) -> None:
    """Note that `part` is running, for /healthz. Health must never be what brings the part down."""
    with suppress(redis.RedisError):
        _redis.set(f"nearer:alive:{part}", int(time.time()), ex=30)


class HeartbeatScheduler(Scheduler):
    def tick(self, *args: Any, **kwargs: Any) -> Any:
        _alive("beat")
        return super().tick(*args, **kwargs)


@celeryd_after_setup.connect
def keep_what_is_loaded(**_: Any) -> None:
    """What is there from the start stays: no search for garbage goes through it, nor makes a forked child copy it."""
    gc.collect()
    gc.freeze()


@heartbeat_sent.connect
def worker_alive(**_: Any) -> None:
    """A worker vouches for the queues it takes from, and for no other."""
    for queue in app.amqp.queues.consume_from:
        _alive(PARTS[queue])
