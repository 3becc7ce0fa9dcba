"""The processes that make up the running application, and their output as lines with a name in front."""

import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from signal import SIGTERM
from typing import IO

from config.local.child import Child, spawn
from config.local.places import ROOT

_printing = threading.Lock()


@dataclass(frozen=True)
class Listen:
    host: str
    port: int


def application(listen: Listen, env: Mapping[str, str]) -> list[Child]:
    """Web, beat and two workers, all starting. Each is one process: threads die with it, a pool's own would not."""
    python = [sys.executable, "-P", "-m"]
    web = ["uvicorn", "config.asgi:application", f"--host={listen.host}", f"--port={listen.port}", "--ws=none"]
    web += ["--no-access-log", "--log-level=warning", "--no-server-header", "--no-proxy-headers"]
    # An open live connection would otherwise hold the process for as long as the page is open.
    web += ["--timeout-graceful-shutdown=2"]
    # Gossip and mingling are for several workers finding each other; the heartbeat stays, /healthz listens to it.
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


def start(name: str, command: list[str], env: Mapping[str, str]) -> Child:
    process = spawn(command, env=env, cwd=ROOT, output=subprocess.PIPE)
    threading.Thread(target=relay, args=(name, process.stdout), daemon=True).start()
    return Child(name, process, ladder=[(SIGTERM, 0)])


def relay(name: str, lines: IO[bytes]) -> None:
    for line in lines:
        tell(f"{name:<6} | {line.decode(errors='replace').rstrip()}")


def tell(line: str) -> None:
    """Says `line` on the terminal. A terminal that went away must not stop anything else."""
    with _printing, suppress(OSError, ValueError):
        print(line, flush=True)
