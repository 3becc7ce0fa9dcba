"""Child processes that cannot outlive this one, and how each is stopped."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from signal import SIGKILL, Signals
from typing import IO

TETHER = Path(__file__).with_name("tether.py")


class Trouble(Exception):
    """Something the person at the keyboard can act on; its text is all they see."""


@dataclass(frozen=True)
class Account:
    """Whom a server runs as when we are root: PostgreSQL refuses to be root."""

    uid: int = -1
    gid: int = -1

    def own(self, path: Path) -> None:
        if self.uid >= 0:
            os.chown(path, self.uid, self.gid)


@dataclass
class Child:
    name: str
    process: subprocess.Popen[bytes]
    # What to send, and how long to wait before the next; SIGKILL to the whole group always comes last.
    ladder: Sequence[tuple[Signals, float]] = ()
    log: Path | None = field(default=None)

    @property
    def running(self) -> bool:
        return self.process.poll() is None

    @property
    def status(self) -> str:
        """How it ended."""
        code = self.process.returncode
        return f"signal {-code}" if code < 0 else f"exit status {code}"

    def stop(self) -> None:
        for signal, patience in self.ladder:
            self.process.send_signal(signal)
            if self.ended_within(patience):
                return
        self.kill()

    def ended_within(self, seconds: float) -> bool:
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(max(seconds, 0))
        return not self.running

    def kill(self) -> None:
        if self.running:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, SIGKILL)
            self.process.wait()

    def last_words(self, lines: int = 8) -> str:
        text = self.log.read_text(errors="replace") if self.log else ""
        return "\n".join(f"    {line}" for line in text.splitlines()[-lines:])


def spawn(
    command: Sequence[str | Path],
    *,
    env: Mapping[str, str],
    on_orphan: Signals = SIGKILL,
    account: Account | None = None,
    output: int | IO[bytes] | None = None,
    cwd: Path | None = None,
    attached: bool = False,
) -> subprocess.Popen[bytes]:
    """Starts `command`; when we die it gets `on_orphan`.

    It has a session of its own, so that Ctrl-C reaches only us; an `attached` one shares our terminal instead.

    Call it from the main thread: the system watches the thread that forked, not the process.
    """
    account = account or Account()
    tether = [sys.executable, "-I", "-S", str(TETHER), str(os.getpid()), str(int(on_orphan))]
    tether += [str(account.uid), str(account.gid), *map(str, command)]
    stderr = None if output is None else subprocess.STDOUT
    return subprocess.Popen(
        tether,
        env=dict(env),
        stdin=None if attached else subprocess.DEVNULL,
        stdout=output,
        stderr=stderr,
        cwd=cwd,
        start_new_session=not attached,
    )


def stop_together(children: Sequence[Child], within: float) -> None:
    """Asks all at once and waits for all, so that the slowest sets the time; then ends what is left."""
    for child in children:
        if child.running:
            child.process.send_signal(child.ladder[0][0])
    deadline = time.monotonic() + within
    for child in children:
        if not child.ended_within(deadline - time.monotonic()):
            child.kill()
