"""What bin/up promises, on the real application: ready, stopped, nothing left behind, trouble said plainly."""

import errno
import os
import re
import socket
import subprocess
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from signal import SIGINT, SIGKILL, SIGTERM

import pytest

from bench.ports import free_port
from config.local import group
from config.local.__main__ import plainly
from config.local.steps import Step, perform
from config.local.supervisor import Options, forget_heartbeats, healthy
from tests.local.processes import all_gone, descendants, plain_environment, python, read_until

#: A line of the web process, beat or a worker: one that was at work when its database died says so at length.
PART_SAYS = re.compile(r"(web|beat|worker|clock) *\| ")


@contextmanager
def nearer(var: Path, *options: str, port: int | None = None) -> Iterator[subprocess.Popen[str]]:
    address = ["--port", str(port or free_port())]
    with python("-m", "config.local", "up", "--var", str(var), *address, *options) as process:
        yield process


def refusal(process: subprocess.Popen[str]) -> str:
    """What it says before it ends by itself: sentences, and the lines of its parts, which may be about anything."""
    said, _ = process.communicate(timeout=120)
    assert process.returncode == 1
    own = [line for line in said.splitlines() if not PART_SAYS.match(line)]
    assert not [line for line in own if "Traceback" in line]
    return said


@pytest.mark.parametrize("signal", [SIGTERM, SIGINT])
def test_it_becomes_ready_and_stops_within_five_seconds(home: Path, signal: int) -> None:
    with nearer(home) as process:
        assert "http://localhost:" in read_until(process, "is ready")
        family = descendants(process.pid)
        asked = time.monotonic()
        process.send_signal(signal)
        assert process.wait(timeout=6) == 0
        assert time.monotonic() - asked < 5
        assert all_gone(family, within=0.5)


def test_killed_outright_it_leaves_no_process_and_starts_again(home: Path) -> None:
    for _ in range(2):
        with nearer(home) as process:
            assert "is ready" in read_until(process, "is ready")
            family = descendants(process.pid)
            process.kill()
            assert all_gone(family, within=5)


def test_with_a_demo_it_says_how_far_it_is_and_where_to_look(home: Path) -> None:
    with nearer(home, "--demo") as process:
        said = read_until(process, "/local/demo/")
        for month in (1, 8):
            assert f"Making two people up: month {month} of 8" in said
        assert "Look around as Alex or Sam: http://localhost:" in said


MARKS = {
    "web": "uvicorn",
    "beat": "\0beat\0",
    "worker": "--queues=nearer\0",
    "clock": "--queues=clock\0",
    "postgres": "/postgres\0",
    "valkey": "valkey-server",
}


def command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:  # gone meanwhile
        return ""


def until_healthy(port: int, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not healthy(f"http://localhost:{port}", Options("127.0.0.1", port, Path()))[0]:
        assert time.monotonic() < deadline
        time.sleep(0.1)


def found(part: str, family: Iterable[int]) -> list[int]:
    return [pid for pid in family if MARKS[part] in command_of(pid)]


@pytest.mark.parametrize("part", ["postgres", "valkey"])
def test_when_a_server_dies_all_stop_and_it_is_named(home: Path, part: str) -> None:
    with nearer(home) as process:
        assert "is ready" in read_until(process, "is ready")
        family = descendants(process.pid)
        os.kill(found(part, family)[0], SIGKILL)
        assert f"“{part}” ended by itself" in refusal(process)
        assert all_gone(family, within=0.5)


def test_a_part_of_the_application_that_dies_is_started_again(home: Path) -> None:
    port = free_port()
    with nearer(home, port=port) as process:
        assert "is ready" in read_until(process, "is ready")
        family = descendants(process.pid)
        dead = {part: found(part, family)[0] for part in ("web", "beat", "worker", "clock")}
        for part, pid in dead.items():
            os.kill(pid, SIGKILL)
            assert f"{part:<6} | ended by itself (signal 9)" in read_until(process, f"{part:<6} | ended by itself")
        forget_heartbeats(f"unix://{home}/run/valkey.sock")  # the dead must not vouch for the living
        until_healthy(port)
        family = descendants(process.pid)
        assert all(len(found(part, family)) == 1 for part in dead)
        asked = time.monotonic()
        process.send_signal(SIGTERM)
        assert process.wait(timeout=6) == 0
        assert time.monotonic() - asked < 5
        assert all_gone(family, within=0.5)


def test_a_part_that_keeps_ending_is_started_later_and_later(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr("config.local.group.time.monotonic", lambda: now)
    part = group.start("worker", ["/bin/false"], plain_environment())
    begun = []
    while now < 400:
        part.process.wait()
        dead = part.process
        part.mend()
        if part.process is not dead:
            begun.append(now)
        now += 1
    waits = [later - earlier for earlier, later in pairwise([0, *begun])]
    assert waits[:6] == sorted(waits[:6])
    assert waits[0] <= 2
    assert max(waits) <= group.LONGEST_PAUSE + 2
    part.process.wait()
    part.again_at = None
    now = part.started + group.HELD + 1  # as if this one had held until now
    part.mend()
    assert part.pause == group.FIRST_PAUSE


def test_a_second_start_on_the_same_data_is_refused(home: Path) -> None:
    with nearer(home) as first:
        assert "is ready" in read_until(first, "is ready")
        with nearer(home) as second:
            assert "already running" in refusal(second)
        assert first.poll() is None


def test_a_taken_port_is_named_with_the_way_out(home: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with nearer(home, port=port) as process:
            said = refusal(process)
    assert f"Port {port} is in use" in said
    assert "bin/up --port" in said


def test_an_address_of_another_machine_is_refused(home: Path) -> None:
    with nearer(home, "--host", "192.0.2.1") as process:
        assert "192.0.2.1" in refusal(process)


def test_a_folder_that_cannot_be_used_is_named(home: Path) -> None:
    blocked = home / "a-file"
    blocked.write_text("not a folder")
    with nearer(blocked / "var") as process:
        assert "a-file" in refusal(process)


def test_an_unknown_option_shows_the_usage(home: Path) -> None:
    with nearer(home, "--never-heard-of") as process:
        said, _ = process.communicate(timeout=120)
    assert process.returncode == 2
    assert said.startswith("usage: bin/up")


def test_a_full_disk_is_said_in_words() -> None:
    said = plainly(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "/somewhere/file"))
    assert "no space left" in said
    assert "/somewhere/file" in said


def test_a_step_runs_again_only_when_what_it_is_made_from_changes(tmp_path: Path) -> None:
    def run(made_from: str | None) -> int:
        perform(
            Step("count", ["/bin/sh", "-c", f"echo x >> {tmp_path}/count"], made_from), tmp_path, plain_environment()
        )
        return len((tmp_path / "count").read_text().split())

    assert [run("a"), run("a"), run("b"), run("b"), run(None), run(None)] == [1, 1, 2, 2, 3, 4]
