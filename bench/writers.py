"""People who write without end, each in a process of its own, and say aloud what they were told is kept.

Forked as in bench/worker.py. They outlive their database: what was not acknowledged they let go and write the next.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, cast
from uuid import UUID, uuid4

from bench.worker import ROOT

BEGUN, KEPT = "begun", "kept"


class Writers:
    """One for each of these couples; leaving the block ends them."""

    def __init__(self, env: dict[str, str], couples: Sequence[UUID]) -> None:
        self._home = TemporaryDirectory(prefix="nearer-writers-")
        self._said = Path(self._home.name, "said")
        self._said.touch()
        command = [sys.executable, "-P", "-m", "bench.writers", str(self._said), *map(str, couples)]
        env = env | {"LOG_LEVEL": "CRITICAL", "PYTHONPATH": str(ROOT)}
        self._process = subprocess.Popen(
            command, env=env, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._answer()

    def __enter__(self) -> "Writers":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()  # it ends, and its writers with it, when nobody holds its standard input
        self._home.cleanup()

    def said(self, what: str) -> list[str]:
        lines = [line.split() for line in self._said.read_text().splitlines()]
        return [words for said, words in lines if said == what]

    def rest(self) -> None:
        """They stop for good."""
        self._ask("rest")

    def read(self) -> list[str]:
        """The words of everything there is, opened and read."""
        return self._ask("read")

    def write_again(self, words: str) -> None:
        """What somebody would do who sends an acknowledged write once more under another id."""
        self._ask(words)

    def _ask(self, question: str) -> list[str]:
        stdin = cast("IO[str]", self._process.stdin)
        stdin.write(question + "\n")
        stdin.flush()
        return self._answer()

    def _answer(self) -> list[str]:
        line = cast("IO[str]", self._process.stdout).readline()
        if not line:
            raise RuntimeError("the writers' server is gone")
        words: list[str] = json.loads(line)
        return words


def _write(couple_id: UUID, words: str) -> None:
    from couples.space.models import Couple, Membership  # noqa: PLC0415  needs the settings
    from journal.appreciations import services  # noqa: PLC0415  as above

    couple = Couple.objects.get(pk=couple_id)
    by = Membership.objects.filter(couple=couple).order_by("pk")[0].person
    services.keep_draft(couple, by=by, id=uuid4(), text=words)


def _without_end(couple: UUID, said: Path) -> None:
    from django.db import InterfaceError, OperationalError, connection  # noqa: PLC0415  needs the settings

    with said.open("ab", buffering=0) as file:
        while True:
            words = uuid4()
            file.write(f"{BEGUN} {words}\n".encode())
            try:
                _write(couple, str(words))
            except (InterfaceError, OperationalError):
                connection.close()
                time.sleep(0.05)
            else:
                file.write(f"{KEPT} {words}\n".encode())


def _read() -> list[str]:
    from journal.appreciations.models import Appreciation  # noqa: PLC0415  needs the settings

    return [note.text for note in Appreciation.objects.all()]


def _forked(run: Callable[[], object]) -> int:
    pid = os.fork()
    if pid:
        return pid
    try:
        run()
    except BaseException as error:  # a writer's end must not become the server's
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
    os._exit(1)


def main() -> None:
    import django  # noqa: PLC0415

    django.setup()
    from django.db import connection  # noqa: PLC0415  needs the settings

    said, couples = Path(sys.argv[1]), [UUID(couple) for couple in sys.argv[2:]]
    writers = [_forked(lambda couple=couple: _without_end(couple, said)) for couple in couples]  # type: ignore[misc]

    def rest() -> None:
        while writers:
            os.kill(writers[-1], signal.SIGKILL)
            os.waitpid(writers.pop(), 0)

    print("[]", flush=True)
    for line in sys.stdin:
        answer: list[str] = []
        match line.strip():
            case "rest":
                rest()
            case "read":
                answer = _read()
            case words:
                _write(couples[0], words)
        connection.close()  # the database may be another process by the next question
        print(json.dumps(answer), flush=True)
    rest()


if __name__ == "__main__":
    main()
