"""The application's own server processes on the benchmark's database, and what they cost."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

from bench.ports import free_port

ROOT = Path(__file__).resolve().parent.parent
GRANIAN = [
    "granian",
    "--interface",
    "wsgi",
    "bench.wsgi:application",
    "--workers",
    "1",
    "--blocking-threads",
    "1",
    "--no-ws",
]
UVICORN = ["uvicorn", "bench.asgi:application", "--log-level", "warning", "--no-access-log"]


@dataclass(frozen=True, slots=True)
class Served:
    url: str
    pid: int

    def cpu_seconds(self) -> float:
        """User and system time of the whole process tree so far."""
        return sum(_cpu(pid) for pid in _tree(self.pid))

    def timed(self, path: str, cookie: str, times: int) -> list[float]:
        """Milliseconds of each of `times` requests, one after another on one connection. Raises on anything but 200."""
        where = urlsplit(self.url)
        connection = http.client.HTTPConnection(str(where.hostname), where.port)
        taken = []
        for _ in range(times):
            started = time.perf_counter()
            connection.request("GET", path, headers={"Cookie": f"session={cookie}"})
            answer = connection.getresponse()
            answer.read()
            taken.append((time.perf_counter() - started) * 1000)
            if answer.status != HTTPStatus.OK:
                raise RuntimeError(f"{path} answered {answer.status}")
        connection.close()
        return taken


@contextmanager
def serving(command: Sequence[str], var: Path) -> Iterator[Served]:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    env = os.environ | {
        "NEARER_LOCAL": "1",
        "NEARER_URL": url,
        "NEARER_VAR": str(var),
        "LOG_LEVEL": "ERROR",
    }
    # What it says of itself goes beside the figures: standard output holds nothing but their JSON lines.
    process = subprocess.Popen(
        [sys.executable, "-m", *command, "--host", "127.0.0.1", "--port", str(port)],
        env=env,
        cwd=ROOT,
        stdout=sys.stderr,
    )
    try:
        _wait_for(port, process)
        yield Served(url, process.pid)
    finally:
        process.terminate()
        process.wait(10)


def built(var: Path) -> Path:
    """Static files as people get them, once for all servers of a run."""
    env = os.environ | {"NEARER_VAR": str(var), "NEARER_LOCAL": "1", "NEARER_URL": "http://127.0.0.1"}
    subprocess.run([sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"], env=env, cwd=ROOT, check=True)
    return var


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("the server did not come up")


def _tree(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(grandchild for child in children for grandchild in _tree(int(child)))]


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
