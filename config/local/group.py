"""The processes that make up the running application, and their output as lines with a name in front."""

import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from signal import SIGTERM
from typing import IO

from config.local.child import Child, spawn
from config.local.places import ROOT

_printing = threading.Lock()

#: Seconds before a part that ended is started again: longer each time, from the beginning once it has held for a while.
FIRST_PAUSE, LONGEST_PAUSE, HELD = 1.0, 60.0, 120.0


@dataclass(frozen=True)
class Listen:
    host: str
    port: int


@dataclass
class Part(Child):
    """A process that is started again when it ends by itself: one that was killed at night must not end the nudges."""

    command: list[str] = field(default_factory=list)
    env: Mapping[str, str] = field(default_factory=dict)
    started: float = field(default_factory=time.monotonic)
    pause: float = FIRST_PAUSE
    again_at: float | None = None

    def mend(self) -> None:
        """Of one that has ended: says so and when it is started again, or starts it if it is time."""
        now = time.monotonic()
        if self.again_at is None:
            self.pause = FIRST_PAUSE if now - self.started > HELD else self.pause
            self.again_at = now + self.pause
            tell(f"{self.name:<6} | ended by itself ({self.status}). It is started again in {self.pause:.0f} s.")
        elif now >= self.again_at:
            self.process = running(self.name, self.command, self.env)
            self.started, self.again_at, self.pause = now, None, min(2 * self.pause, LONGEST_PAUSE)


def application(listen: Listen, env: Mapping[str, str]) -> list[Part]:
    """Web, beat and two workers, all starting. Each is one process: threads die with it, a pool's own would not."""
    python = [sys.executable, "-P", "-m"]
    web = ["uvicorn", "config.asgi:application", f"--host={listen.host}", f"--port={listen.port}", "--ws=none"]
    web += ["--no-access-log", "--log-level=warning", "--no-server-header", "--no-proxy-headers"]
    # An open live connection would otherwise hold the process for as long as the page is open.
    web += ["--timeout-graceful-shutdown=2"]
    # Gossip and mingling are for several workers finding each other; the heartbeat stays (config/signs.py).
    worker = ["celery", "--app=config", "--quiet", "worker", "--pool=threads", "--without-gossip", "--without-mingle"]
    worker += ["--loglevel=WARNING"]
    mail = [*worker, "--queues=nearer", "--hostname=worker@%h", "--concurrency=2"]
    # What looks for due rows stands in no line behind a slow mail server.
    clock = [*worker, "--queues=clock", "--hostname=clock@%h", "--concurrency=1"]
    beat = ["celery", "--app=config", "--quiet", "beat", "--pidfile=", "--loglevel=WARNING"]
    commands = {"web": web, "beat": beat, "worker": mail, "clock": clock}
    # Whoever runs this as root has decided so; Celery need not say it at every start.
    calm = {**env, "PYTHONWARNINGS": "ignore:You're running the worker"}
    return [start(name, [*python, *command], calm) for name, command in commands.items()]


def start(name: str, command: list[str], env: Mapping[str, str]) -> Part:
    return Part(name, running(name, command, env), ladder=[(SIGTERM, 0)], command=command, env=env)


def running(name: str, command: list[str], env: Mapping[str, str]) -> subprocess.Popen[bytes]:
    process = spawn(command, env=env, cwd=ROOT, output=subprocess.PIPE)
    threading.Thread(target=relay, args=(name, process.stdout), daemon=True).start()
    return process


def relay(name: str, lines: IO[bytes]) -> None:
    with lines:
        for line in lines:
            tell(f"{name:<6} | {line.decode(errors='replace').rstrip()}")


def tell(line: str) -> None:
    """Says `line` on the terminal. A terminal that went away must not stop anything else."""
    with _printing, suppress(OSError, ValueError):
        print(line, flush=True)
