"""The Celery app and everything that happens by the clock.

PostgreSQL is the truth and the broker a doorbell: each entry only makes a task look for due rows, so a lost or
doubled tick costs nothing. The schedule is kept in memory: every entry is an interval, and two beats are harmless.
"""

import gc
import os
import socket
from datetime import timedelta
from typing import Any

from celery import Celery
from celery.beat import Scheduler
from celery.signals import beat_init, celeryd_after_setup, heartbeat_sent, task_postrun
from django.conf import settings
from kombu import Queue

from config import signs, timeouts
from couples import clock

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

#: What one mail may wait for, each answer as long as EMAIL_TIMEOUT: the connection, its greeting, EHLO twice, STARTTLS
#: and its handshake, three of AUTH, MAIL, RCPT, DATA, its end, and QUIT.
ANSWERS = 14
#: A delivery begins no mail after its time slice (couples/outbox/delivery.py); its last may be slow.
DELIVERY_SECONDS = 15 + ANSWERS * settings.EMAIL_TIMEOUT

LOOKING = (
    "rituals.ring",
    "journal.breaks.ring",
    "couples.outbox.sweep",
    "couples.push.sweep",
    "journal.export.sweep",
    "journal.erasing.end",
    "couples.erasing.sweep",
)

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
            "couples.outbox.deliver": {"soft_time_limit": DELIVERY_SECONDS, "time_limit": DELIVERY_SECONDS + 60},
            # Many years of words take minutes to set. Whoever makes them says every half second that it goes on.
            "journal.export.make": {"soft_time_limit": 1_800, "time_limit": 1_860},
        },
        "worker_prefetch_multiplier": 1,
        "worker_hijack_root_logger": False,
        "enable_utc": True,
        "timezone": "UTC",
        "beat_scheduler": "config.celery:DoneScheduler",
        "beat_max_loop_interval": 5,
        "beat_schedule": {
            "ring": {"task": "rituals.ring", "schedule": 15.0, "options": {"expires": 15}},
            "breaks": {"task": "journal.breaks.ring", "schedule": 15.0, "options": {"expires": 15}},
            # Before all others, as a code to sign in: what waits behind nudges says nothing of the worker.
            "echo": {"task": "config.echo", "schedule": 15.0, "options": {"expires": 15, "priority": 0}},
            "push": {"task": "couples.push.sweep", "schedule": 20.0, "options": {"expires": 20}},
            "sweep": {"task": "couples.outbox.sweep", "schedule": 20.0, "options": {"expires": 20}},
            "sessions": {"task": "couples.accounts.forget", "schedule": 3600.0, "options": {"expires": 3600}},
            "outbox": {"task": "couples.outbox.forget", "schedule": 3600.0, "options": {"expires": 3600}},
            "archives": {"task": "journal.export.sweep", "schedule": 20.0, "options": {"expires": 20}},
            "everything": {"task": "couples.erasing.sweep", "schedule": 60.0, "options": {"expires": 60}},
            "erasing": {"task": "journal.erasing.end", "schedule": 20.0, "options": {"expires": 20}},
            "asked": {"task": "journal.touch.forget", "schedule": 3600.0, "options": {"expires": 3600}},
            "forget": {"task": "journal.agreements.forget", "schedule": 3600.0, "options": {"expires": 3600}},
        },
    }
)
app.autodiscover_tasks(["couples.accounts", "couples.erasing", "couples.outbox", "couples.push", "rituals", "journal"])

#: Which part shows by finishing a task that it does what it is there for (config/signs.py).
PROVES = {"rituals.ring": "clock", "config.echo": "worker"}


@app.task(name="config.echo")
def echo() -> None:
    """Nothing to do: that it came through the queue says that mail would."""


class DoneScheduler(Scheduler):
    """Notes what it has handed over. At the start it looks at every entry at once, so nothing due has to wait."""

    def setup_schedule(self) -> None:
        super().setup_schedule()
        for entry in self.schedule.values():
            entry.last_run_at = clock.now() - timedelta(days=1)

    def tick(self, *args: Any, **kwargs: Any) -> Any:
        signs.alive(f"beat@{socket.gethostname()}")
        return super().tick(*args, **kwargs)

    def apply_async(self, *args: Any, **kwargs: Any) -> Any:
        handed_over = super().apply_async(*args, **kwargs)
        signs.done("beat")
        return handed_over


@celeryd_after_setup.connect
def keep_what_is_loaded(**_: Any) -> None:
    """Objects loaded at the start stay for good. The garbage collector skips them, and a forked child need not copy
    them.
    """
    gc.collect()
    gc.freeze()


@celeryd_after_setup.connect
def begin_work(**_: Any) -> None:
    from config import start  # noqa: PLC0415  models exist only once Django is set up

    timeouts.limit("clock" if set(app.amqp.queues.consume_from) == {"clock"} else "worker")
    start.insist()


@beat_init.connect
def begin_beating(**_: Any) -> None:
    from config import start  # noqa: PLC0415  models exist only once Django is set up

    start.insist()


@heartbeat_sent.connect
def worker_alive(sender: Any, **_: Any) -> None:
    """This worker's loop turns. It vouches for no other worker, nor for what its children do."""
    signs.alive(sender.eventer.hostname)


@task_postrun.connect
def worker_done(task: Any = None, state: str | None = None, **_: Any) -> None:
    if state == "SUCCESS" and task.name in PROVES:
        signs.done(PROVES[task.name])
