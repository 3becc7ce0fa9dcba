"""Looking at real processes: who descends from whom, and who is still there."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.local.places import ROOT
from config.local.supervisor import GIVEN

# What the tests' own servers are told; a process under test must find nothing but its own.
HIDDEN = {*GIVEN, "NEARER_VAR", "NEARER_LOCAL", "NEARER_EXTRA_HOSTS", "DJANGO_SETTINGS_MODULE", "PYTEST_PLUGINS"}


def plain_environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in HIDDEN} | {"PYTHONPATH": str(ROOT)}


@contextmanager
def python(*arguments: str, cwd: Path | None = None) -> Iterator[subprocess.Popen[str]]:
    """A Python of its own, ended at the latest with the block."""
    process = subprocess.Popen(
        [sys.executable, "-P", "-u", *arguments],
        env=plain_environment(),
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def parents() -> dict[int, int]:
    """Every live process and its parent; the dead that wait to be buried do not count."""
    found = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            state, parent = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if state not in "ZX":
            found[int(entry.name)] = int(parent)
    return found


def descendants(pid: int) -> set[int]:
    tree = parents()
    family = {pid}
    while more := {child for child, parent in tree.items() if parent in family} - family:
        family |= more
    return family - {pid}


def all_gone(pids: set[int], within: float) -> bool:
    """Looks again and again until the deadline; true as soon as none of `pids` is left."""
    deadline = time.monotonic() + within
    while pids & parents().keys():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def read_until(process: subprocess.Popen[str], words: str) -> str:
    """The output up to the line with `words`; all of it when the process ends before."""
    said = ""
    for line in process.stdout or ():
        said += line
        if words in line:
            break
    return said
