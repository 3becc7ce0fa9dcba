"""A mail server that takes everything and keeps nothing, as fast as one process can: the floor under all sending.

It prints its port, serves one connection after another, and ends with its standard input.
"""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

ROOT = Path(__file__).resolve().parent.parent
END = b"\r\n.\r\n"


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


def serve(line: socket.socket) -> None:
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    line.sendall(b"220 sink\r\n")
    kept = b""
    while True:
        while b"\r\n" not in kept:
            if not (more := line.recv(65_536)):
                return
            kept += more
        command, _, kept = kept.partition(b"\r\n")
        verb = command[:4].upper()
        if verb == b"EHLO":
            line.sendall(b"250-sink\r\n250-PIPELINING\r\n250-SIZE 33554432\r\n250 8BITMIME\r\n")
        elif verb == b"DATA":
            line.sendall(b"354 go\r\n")
            while END not in kept:
                if not (more := line.recv(65_536)):
                    return
                kept += more
            kept = kept.partition(END)[2]
            line.sendall(b"250 2.0.0 taken\r\n")
        elif verb == b"QUIT":
            line.sendall(b"221 bye\r\n")
            return
        else:
            line.sendall(b"250 2.1.0 ok\r\n")


def main() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
        print(server.getsockname()[1], flush=True)
        while True:
            line, _ = server.accept()
            with line:
                serve(line)


if __name__ == "__main__":
    main()
