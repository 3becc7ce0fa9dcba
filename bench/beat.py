"""The usual way in a process of its own, with settings and tables of its own: a schedule a person and ritual, and a
scheduler that goes through them. `python -m bench.beat DATABASE fill N` or `... ring SECONDS`.
"""

import json
import os
import resource
import sys
import time
from datetime import UTC, datetime, timedelta

from psycopg.conninfo import conninfo_to_dict

from bench.durable import url_of

QUEUE = "bench-beat"


def configure(database: str) -> None:
    import django  # noqa: PLC0415
    from django.conf import settings  # noqa: PLC0415

    url = conninfo_to_dict(url_of(database))
    known = {"NAME": url["dbname"], "USER": url.get("user", ""), "PASSWORD": url.get("password", "")}
    known |= {"HOST": url.get("host", ""), "PORT": url.get("port", "")}
    settings.configure(
        INSTALLED_APPS=["django.contrib.contenttypes", "django_celery_beat"],
        DATABASES={"default": {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": None, **known}},
        USE_TZ=True,
        TIME_ZONE="UTC",
    )
    django.setup()


def fill(rows: int) -> None:
    """All due in the minute that runs, and last rung for yesterday."""
    from django.core.management import call_command  # noqa: PLC0415
    from django_celery_beat.models import CrontabSchedule, PeriodicTask  # type: ignore[import-untyped]  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    now = datetime.now(UTC)
    due = [CrontabSchedule(minute=str(now.minute), hour=str(now.hour), timezone="UTC") for _ in range(rows)]
    tasks = [
        PeriodicTask(
            name=str(number), task="nudge", queue=QUEUE, args=f"[{number}]", crontab=crontab,
            last_run_at=now - timedelta(days=1),
        )
        for number, crontab in enumerate(CrontabSchedule.objects.bulk_create(due))
    ]  # fmt: skip
    PeriodicTask.objects.bulk_create(tasks)


def ring(seconds: float) -> dict[str, object]:
    """Until nothing is due any more, or for so long. Reading the schedules is not counted, sending is."""
    from celery import Celery  # noqa: PLC0415
    from django_celery_beat.schedulers import DatabaseScheduler  # type: ignore[import-untyped]  # noqa: PLC0415

    broker = os.environ["REDIS_URL"].replace("unix://", "redis+socket://", 1).replace("?db=", "?virtual_host=", 1)
    app = Celery("beat", broker=broker, set_as_current=True)
    app.conf.update(timezone="UTC", enable_utc=True, result_expires=None)
    scheduler = DatabaseScheduler(app=app)
    begun = time.perf_counter()
    wait = scheduler.tick()  # it reads them all and sends the first
    started, sent = time.perf_counter(), 0
    while not wait and time.perf_counter() - started < seconds:
        wait = scheduler.tick()
        sent += not wait
    took = time.perf_counter() - started
    return {
        "sent": sent,
        "seconds": took,
        "first_s": started - begun,
        "peak_kb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
    }


if __name__ == "__main__":
    configure(sys.argv[1])
    if sys.argv[2] == "fill":
        fill(int(sys.argv[3]))
    else:
        print(json.dumps(ring(float(sys.argv[3]))), flush=True)
    os._exit(0)  # without its sync at the end, which would be part of no figure
