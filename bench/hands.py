"""Several processes that do the same work at once, and what it took them: each forked, ready, and told to begin."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection, connections


@dataclass(frozen=True, slots=True)
class Taken:
    """`cpu` is of all processes together; PostgreSQL's and the mail server's is not in it."""

    seconds: float
    cpu: float


def at_once(hands: int, work: Callable[[int], None]) -> Taken:
    """`work` is given the hand's number. Nobody is connected to anything in this process meanwhile."""
    connections.close_all()
    children = [_Child(number, work) for number in range(hands)]
    for child in children:
        child.ready()
    started = time.perf_counter()
    for child in children:
        child.go()
    cpu = sum(child.cpu() for child in children)
    return Taken(time.perf_counter() - started, cpu)


class _Child:
    def __init__(self, number: int, work: Callable[[int], None]) -> None:
        theirs, self._to = os.pipe()
        self._from, ours = os.pipe()
        self._pid = os.fork()
        if self._pid:
            os.close(theirs)
            os.close(ours)
            return
        try:
            connection.ensure_connection()
            os.write(ours, b"ready\n")
            os.read(theirs, 1)
            before = time.process_time()
            work(number)
            os.write(ours, f"{time.process_time() - before}\n".encode())
            os._exit(0)
        finally:
            os._exit(1)  # a child's error must not become the parent's

    def ready(self) -> None:
        self._line()

    def go(self) -> None:
        os.write(self._to, b"!")

    def cpu(self) -> float:
        taken = float(self._line())
        os.waitpid(self._pid, 0)
        os.close(self._to)
        os.close(self._from)
        return taken

    def _line(self) -> bytes:
        said = b""
        while not said.endswith(b"\n"):
            more = os.read(self._from, 100)
            if not more:
                raise RuntimeError("a hand ended before its work was done")
            said += more
        return said
