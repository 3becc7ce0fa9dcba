"""A mail server that takes everything and keeps nothing, as fast as one process can: the floor under all sending.

It prints its port, serves one connection after another, and ends with its standard input.
"""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, cast

ROOT = Path(__file__).resolve().parent.parent
END = b"\r\n.\r\n"
ANSWERS = {
    b"EHLO": b"250-sink\r\n250-PIPELINING\r\n250-SIZE 33554432\r\n250 8BITMIME\r\n",
    b"QUIT": b"221 bye\r\n",
}


@contextmanager
def sink() -> Iterator[int]:
    """The port of one in a process of its own."""
    command = [sys.executable, "-P", "-m", "bench.sink"]
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

    def __init__(self, line: socket.socket) -> None:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._line = line
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
                self._answers += ANSWERS.get(verb, b"250 2.1.0 ok\r\n")
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
            self._line.sendall(self._answers)
            self._answers = b""


def main() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
        print(server.getsockname()[1], flush=True)
        while True:
            line, _ = server.accept()
            with line, suppress(Hung):
                Session(line).serve()


if __name__ == "__main__":
    main()
