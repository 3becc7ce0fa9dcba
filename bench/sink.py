"""A mail server that takes everything and keeps nothing, at once or as far away as is asked.

It prints its port, serves each connection in a thread of its own, and ends with its standard input.
"""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, cast

ROOT = Path(__file__).resolve().parent.parent
END = b"\r\n.\r\n"
PIPELINING = b"250-PIPELINING\r\n"
ANSWERS = {
    b"EHLO": b"250-sink\r\n" + PIPELINING + b"250-SIZE 33554432\r\n250 8BITMIME\r\n",
    b"QUIT": b"221 bye\r\n",
}


@contextmanager
def sink(away: float = 0, *, pipelining: bool = True) -> Iterator[int]:
    """The port of one in a process of its own. `away`: seconds until its answer is there, on every journey."""
    command = [sys.executable, "-P", "-m", "bench.sink", str(away), str(int(pipelining))]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield int(cast("IO[str]", process.stdout).readline())
    finally:
        process.kill()
        process.communicate()


class Hung(Exception):
    """The other end is gone."""


class Session:
    """What comes in one go is answered in one go, as RFC 2920 asks of a server that offers it."""

    def __init__(self, line: socket.socket, away: float, *, pipelining: bool) -> None:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._line, self._away = line, away
        self._known = ANSWERS if pipelining else ANSWERS | {b"EHLO": ANSWERS[b"EHLO"].replace(PIPELINING, b"")}
        self._kept, self._answers = b"", b"220 sink\r\n"

    def serve(self) -> None:
        verb = b""
        while verb != b"QUIT":
            verb = self._until(b"\r\n")[:4].upper()
            if verb == b"DATA":
                self._answers += b"354 go\r\n"
                self._until(END)
                self._answers += b"250 2.0.0 taken\r\n"
            else:
                self._answers += self._known.get(verb, b"250 2.1.0 ok\r\n")
        self._answer()

    def _until(self, end: bytes) -> bytes:
        while end not in self._kept:
            self._answer()
            if not (more := self._line.recv(65_536)):
                raise Hung
            self._kept += more
        found, _, self._kept = self._kept.partition(end)
        return found

    def _answer(self) -> None:
        if self._answers:
            time.sleep(self._away)
            self._line.sendall(self._answers)
            self._answers = b""


def serve(line: socket.socket, away: float, *, pipelining: bool) -> None:
    with line, suppress(Hung, OSError):
        Session(line, away, pipelining=pipelining).serve()


def main() -> None:
    away, pipelining = float(sys.argv[1]), sys.argv[2] == "1"
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
        print(server.getsockname()[1], flush=True)
        while True:
            line, _ = server.accept()
            threading.Thread(target=serve, args=(line, away), kwargs={"pipelining": pipelining}, daemon=True).start()


if __name__ == "__main__":
    main()
