"""Beats and workers as they run anywhere, forked by a server that has the application loaded and starts them again.

Only quicker: what happens every quarter of a minute there happens twice a second here, in small batches, so that
dispatchers meet. Their clock is ours plus a shift, as in bench/worker.py.
"""

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any, cast

from bench.worker import ROOT, set_clock
from couples import clock

BATCH = 20
SECONDS = {"ring": 0.5, "sweep": 1.0}
RING = "rituals.ring"


class Parts:
    """The server's handle; leaving the block ends every part."""

    def __init__(self, env: dict[str, str], *, beats: int, workers: int) -> None:
        self._home = TemporaryDirectory(prefix="nearer-parts-")
        self._shift, self._took = Path(self._home.name, "shift"), Path(self._home.name, "took")
        self._took.touch()
        self.beats, self.workers = beats, workers
        self.right()
        command = [sys.executable, "-P", "-m", "bench.parts", self._home.name, str(beats), str(workers)]
        env = env | {"LOG_LEVEL": "CRITICAL", "PYTHONPATH": str(ROOT)}
        self._process = subprocess.Popen(
            command, env=env, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        if not cast("IO[str]", self._process.stdout).readline():
            raise RuntimeError("the parts did not start")

    def __enter__(self) -> "Parts":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()  # it ends, and its parts with it, when nobody holds its standard input
        self._home.cleanup()

    def at(self, moment: datetime) -> None:
        """Let it be `moment` for every part, now."""
        self._write(moment - clock.now())

    def right(self) -> None:
        self._write(timedelta())

    def _write(self, ahead: timedelta) -> None:
        aside = self._shift.with_name("shift.new")  # renamed: several read it at any time
        aside.write_text(str(ahead.total_seconds()))
        aside.rename(self._shift)

    def rings(self, part: str) -> Counter[str]:
        """How often each beat asked for a ring that was done, or each worker did one."""
        lines = (json.loads(line) for line in self._took.read_text().splitlines())
        return Counter(line[part] for line in lines if line["task"] == RING)

    def go_on(self, rings: int = 2) -> None:
        """Until every part has rung that often again: what they would do twice, they have had the time to do."""
        before = {part: self.rings(part) for part in ("beat", "worker")}

        def again() -> bool:
            more = {part: self.rings(part) - before[part] for part in before}
            all_beats = [often for often in more["beat"].values() if often >= rings]
            return len(all_beats) >= self.beats and len(more["worker"]) >= self.workers

        until(again)


def until(over: Callable[[], bool], seconds: float = 300) -> None:
    """Wait for that, however busy the machine; `seconds` only end a run in which it never comes."""
    deadline = time.monotonic() + seconds
    while not over():
        if time.monotonic() > deadline:
            raise AssertionError(f"still not over after {seconds:.0f} s")
        time.sleep(0.05)


def _quicker() -> Any:
    from config.celery import app  # noqa: PLC0415  needs the settings
    from rituals.nudges import engine  # noqa: PLC0415  as above

    engine.BATCH = BATCH
    schedule = {name: app.conf.beat_schedule[name] | {"schedule": often} for name, often in SECONDS.items()}
    app.conf.update(beat_schedule=schedule, beat_max_loop_interval=0.25)
    app.loader.import_default_modules()
    return app


def _remember(home: Path) -> None:
    """Who asked for a task and who did it: a line in a file, which no broker can lose."""
    from celery.signals import task_postrun  # noqa: PLC0415  only here

    def done(task: Any = None, **_: Any) -> None:
        line = {"task": task.name, "beat": task.request.origin, "worker": os.getpid()}
        with (home / "took").open("ab", buffering=0) as file:
            file.write(json.dumps(line).encode() + b"\n")

    task_postrun.connect(done, weak=False)


def _forked(run: Callable[[], object]) -> int:
    pid = os.fork()
    if pid:
        return pid
    with suppress(BaseException):  # a part's end must not become the server's
        sys.stdout = sys.stderr
        run()
    os._exit(1)


def main() -> None:
    import django  # noqa: PLC0415

    django.setup()
    home, beats, workers = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    set_clock(home / "shift")
    app = _quicker()
    _remember(home)
    quiet = ["--loglevel=CRITICAL"]
    worker = ["worker", "--pool=threads", "--concurrency=2", "--without-gossip", "--without-mingle", *quiet]
    runs: list[list[str]] = [["--quiet", "beat", "--pidfile=", *quiet] for _ in range(beats)]
    runs += [["--quiet", *worker, f"--hostname=part{number}@%h"] for number in range(workers)]
    parts = {_forked(partial(app.start, run)): run for run in runs}
    print("ready", flush=True)
    while not select.select([sys.stdin], [], [], 0.2)[0]:
        # Celery's worker can end over a lost broker while it holds tasks: whoever runs it starts it again.
        for part in [part for part in parts if os.waitpid(part, os.WNOHANG)[0]]:
            run = parts.pop(part)
            parts[_forked(partial(app.start, run))] = run
    for part in parts:
        os.kill(part, signal.SIGKILL)
        os.waitpid(part, 0)


if __name__ == "__main__":
    main()
