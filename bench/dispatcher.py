"""A dispatcher in a process of its own: the engine as beat and worker run it, told when by its standard input."""

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import IO, Any, cast
from uuid import UUID

from bench.durable import url_of

ROOT = Path(__file__).resolve().parent.parent


class Dispatcher:
    """`tell` sends a task, `answer` waits for what came of it; `ring` and `idle` do both."""

    def __init__(self, database: str) -> None:
        env = os.environ | {"DATABASE_URL": url_of(database), "LOG_LEVEL": "ERROR"}
        command = [sys.executable, "-P", "-m", "bench.dispatcher"]
        self.process = subprocess.Popen(
            command, env=env, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.answer()  # it is ready

    def __enter__(self) -> "Dispatcher":
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.communicate()

    def tell(self, task: str, now: datetime, times: int = 1) -> None:
        stdin = cast("IO[str]", self.process.stdin)
        stdin.write(json.dumps([task, now.isoformat(), times]) + "\n")
        stdin.flush()

    def answer(self) -> dict[str, Any]:
        line = cast("IO[str]", self.process.stdout).readline()
        if not line:
            raise RuntimeError("the dispatcher is gone")
        said: dict[str, Any] = json.loads(line)
        return said

    def ring(self, now: datetime) -> dict[str, Any]:
        self.tell("ring", now)
        return self.answer()

    def idle(self, now: datetime, times: int) -> float:
        """Milliseconds of one tick in which nothing is due, the middle one of `times`."""
        self.tell("idle", now, times)
        return float(self.answer()["ms"])


def _ring(now: datetime) -> dict[str, object]:
    """What was posted, how long it took, and how many were handed over how late."""
    from couples.outbox import doorbell  # noqa: PLC0415  these need the settings
    from couples.outbox.models import Channel  # noqa: PLC0415
    from rituals.nudges import engine  # noqa: PLC0415

    handed: list[tuple[float, int]] = []

    def hand_over(ids: Sequence[UUID | str], *, channel: Channel = Channel.MAIL) -> None:
        doorbell.hand_over(ids, channel=channel)
        handed.append((time.perf_counter() - started, len(ids)))

    engine.hand_over = hand_over
    started, cpu = time.perf_counter(), time.process_time()
    posted = engine.ring(now)
    return {
        "posted": posted,
        "seconds": time.perf_counter() - started,
        "cpu": time.process_time() - cpu,
        "handed": handed,
        "peak_kb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
    }


def _idle(now: datetime, times: int) -> dict[str, object]:
    from bench.report import middle  # noqa: PLC0415
    from rituals.nudges import engine  # noqa: PLC0415

    taken = []
    for _ in range(times):
        started = time.perf_counter()
        if engine.ring(now):
            raise RuntimeError("that was no idle tick")
        taken.append((time.perf_counter() - started) * 1000)
    return {"ms": middle(taken)}


def main() -> None:
    import django  # noqa: PLC0415

    django.setup()
    from django.db import connection  # noqa: PLC0415

    connection.ensure_connection()
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        task, now, times = json.loads(line)
        at = datetime.fromisoformat(now)
        print(json.dumps(_ring(at) if task == "ring" else _idle(at, times)), flush=True)


if __name__ == "__main__":
    main()
