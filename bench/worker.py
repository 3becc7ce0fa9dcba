"""Real worker processes that die or stand still at an exact point of a send, forked by a server of their own.

The server has the application loaded, so that a worker is there in milliseconds; it forks while it has one thread and
no connection. Its workers' clock is ours plus a shift, so that a lease or a wait of hours passes at once.
"""

import json
import os
import signal
import smtplib
import subprocess
import sys
from collections.abc import Callable, Iterable
from datetime import timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any, cast
from uuid import UUID

ROOT = Path(__file__).resolve().parent.parent

#: Where a worker dies or stands still, in the order of a send.
POINTS = ("before the lease", "leased", "recipient", "words sent", "answered", "marked")
#: Where a dispatcher that rings for a break dies: its messages are not written, its break not marked, nobody knocked.
RINGING = ("claimed", "written", "committed")
#: Past the end of DATA and before our commit: nobody can know, so it comes twice (E9).
MAY_COME_TWICE = {"words sent", "answered"}
#: A kind of message only these workers know: making it kills whoever tries. Leased with others, as nudges are.
KILLER = "kills its worker"


class Workers:
    """The server's handle. Every answer says how the worker ended: "0", "-9" or "stopped"."""

    def __init__(self, env: dict[str, str], timeout: float = 10) -> None:
        self._home = TemporaryDirectory(prefix="nearer-workers-")
        self._shift = Path(self._home.name, "shift")
        self.shift(timedelta())
        env = env | {"LOG_LEVEL": "CRITICAL", "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-P", "-m", "bench.worker", str(self._shift), str(timeout)]
        self._process = subprocess.Popen(
            command, env=env, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._answer()

    def __enter__(self) -> "Workers":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()
        self._home.cleanup()

    def shift(self, ahead: timedelta) -> None:
        """How far the workers' clock is ahead, at once, for those that stand still too."""
        self._shift.write_text(str(ahead.total_seconds()))

    def deliver(
        self, ids: Iterable[UUID] | None = None, *, point: str = "", how: str = "", nth: int = 1
    ) -> tuple[str, int]:
        """Everything due, or these; `how` is KILL or STOP, at the point, when it comes there for the nth time."""
        asked = None if ids is None else [str(id) for id in ids]
        return self._ask({"do": "deliver", "ids": asked, "point": point, "how": how, "nth": nth})

    def ring(self) -> tuple[str, int]:
        return self._ask({"do": "ring"})

    def ring_for_breaks(self, point: str = "") -> tuple[str, int]:
        """Killed at one of `RINGING`, if one is named."""
        return self._ask({"do": "ring for breaks", "point": point})

    def sweep(self) -> tuple[str, int]:
        """Everything due, and what dead workers had leased."""
        return self._ask({"do": "sweep", "ids": None, "point": ""})

    def resume(self, pid: int) -> tuple[str, int]:
        return self._ask({"do": "resume", "pid": pid})

    def _ask(self, question: dict[str, Any]) -> tuple[str, int]:
        stdin = cast("IO[str]", self._process.stdin)
        stdin.write(json.dumps(question) + "\n")
        stdin.flush()
        status, pid = self._answer()
        return str(status), int(pid)

    def _answer(self) -> list[Any]:
        line = cast("IO[str]", self._process.stdout).readline()
        if not line:
            raise RuntimeError("the workers' server is gone")
        said: list[Any] = json.loads(line)
        return said


def _at(point: str, number: int, nth: int) -> None:
    """Let this process be hit at that point, there for the nth time. Known by what it says to the database and to the
    mail server.
    """
    from django.db import connection  # noqa: PLC0415

    from couples.outbox.transport import sent_marks, smtp  # noqa: PLC0415

    times = count(1)

    def hit() -> None:
        if next(times) == nth:
            os.kill(os.getpid(), number)

    def asking(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        leases = "UPDATE" in sql and "couples_message" in sql and "leased_until" in sql
        if point == "before the lease" and leases:
            hit()
        return execute(sql, params, many, context)

    def marking(rows: Any) -> None:
        if point == "answered":
            hit()
        mark(rows)
        if point == "marked":
            hit()

    connection.execute_wrappers.append(asking)
    mark, sent_marks.mark = sent_marks.mark, marking  # in this process, which is about to be hit
    connect, send, reply = smtplib.SMTP.connect, smtplib.SMTP.send, smtplib.SMTP.getreply
    ended: list[bool] = []

    def connecting(self: Any, *more: Any, **named: Any) -> Any:
        if point == "leased":
            hit()
        return connect(self, *more, **named)

    def agreeing(self: Any, *ends: str) -> None:
        if point == "recipient":
            hit()
        agreed(self, *ends)

    def sending(self: Any, said: str | bytes) -> None:
        send(self, said)
        ended.append(b"\r\n.\r\n" in (said.encode() if isinstance(said, str) else said))

    def reading(self: Any) -> Any:
        words_left = any(ended)
        ended.clear()
        if words_left and point == "words sent":
            hit()
        return reply(self)

    agreed = smtp._AtOnce._agreed
    smtp._AtOnce._agreed = agreeing  # type: ignore[method-assign]  # as above
    for name, ours in {"connect": connecting, "send": sending, "getreply": reading}.items():
        setattr(smtplib.SMTP, name, ours)


def _while_ringing(point: str) -> None:
    """Let this process be killed there, known by what it says to the database and at the workers' door."""
    from django.db import connection  # noqa: PLC0415

    from couples import doorbell  # noqa: PLC0415

    def hit(*_: Any, **__: Any) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    said = {"claimed": 'INSERT INTO "couples_message"', "written": 'UPDATE "journal_break"'}

    def asking(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if point in said and sql.startswith(said[point]):
            hit()
        return execute(sql, params, many, context)

    connection.execute_wrappers.append(asking)
    if point == "committed":
        doorbell.knock = hit


def _work(question: dict[str, Any]) -> None:
    from couples.outbox import delivery, queue  # noqa: PLC0415
    from journal.breaks import nudges as breaks  # noqa: PLC0415
    from rituals.nudges import engine  # noqa: PLC0415

    if question["do"] == "ring":
        engine.ring()
        return
    if question["do"] == "ring for breaks":
        _while_ringing(question["point"])
        breaks.ring()
        return
    if question["do"] == "sweep":
        queue.release()
    if question["point"]:
        _at(question["point"], signal.Signals[f"SIG{question['how']}"], question["nth"])
    ids = question["ids"]
    delivery.deliver(queue.due_ids() if ids is None else [UUID(id) for id in ids])


def _forked(question: dict[str, Any]) -> int:
    pid = os.fork()
    if pid:
        return pid
    try:
        _work(question)
    except BaseException as error:  # a worker's death must not become the server's
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        os._exit(1)
    os._exit(0)


def _killed(message: Any) -> dict[str, Any]:
    os.kill(os.getpid(), signal.SIGKILL)
    return {}


def set_clock(shift: Path) -> None:
    """Let this process and its children read their clock ahead by what the file says."""
    from couples import clock  # noqa: PLC0415

    now = clock.now

    def later() -> Any:
        return now() + timedelta(seconds=float(shift.read_text() or 0))

    clock.now = later


def main() -> None:
    import django  # noqa: PLC0415

    django.setup()
    from django.conf import settings  # noqa: PLC0415

    from couples import doorbell  # noqa: PLC0415
    from couples.outbox import kinds  # noqa: PLC0415

    settings.EMAIL_TIMEOUT = float(sys.argv[2])
    set_clock(Path(sys.argv[1]))
    kinds.register(kinds.Kind(KILLER, context=_killed, mutable=True))
    doorbell.knock = lambda *_, **__: None  # the trials sweep by themselves
    print(json.dumps(["ready", 0]), flush=True)
    for line in sys.stdin:
        question = json.loads(line)
        if question["do"] == "resume":
            pid = question["pid"]
            os.kill(pid, signal.SIGCONT)
        else:
            pid = _forked(question)
        _, status = os.waitpid(pid, os.WUNTRACED)
        how = "stopped" if os.WIFSTOPPED(status) else str(os.waitstatus_to_exitcode(status))
        print(json.dumps([how, pid]), flush=True)


if __name__ == "__main__":
    main()
