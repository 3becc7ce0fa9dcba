"""What somebody begins and does not end: requests that hold whoever waits for the rest of them."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Final

#: Named as of a page of ours, so that nobody refuses it before the rest of it is read.
_TO = (
    " HTTP/1.1\r\nHost: {host}\r\nOrigin: {scheme}://{host}\r\nCookie: {cookie}\r\n"
    "Content-Type: application/x-www-form-urlencoded\r\n"
)
_STOPS = "Content-Length: 1000\r\n\r\ncsrfmiddlewaretoken="
#: A request's first bytes, after which nothing more comes.
WAYS: Final = {
    "a form that stops": f"POST /account/login/{_TO}{_STOPS}",
    "a form without an end": f"POST /account/login/{_TO}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
    "a form that waits to be asked for": f"POST /account/login/{_TO}Expect: 100-continue\r\nContent-Length: 9\r\n\r\n",
    "a file that stops": f"POST /you/brought/{_TO}Content-Length: 30000000\r\n\r\ncsrfmiddlewaretoken=",
    "a form to where there is none": f"POST /static/{_TO}{_STOPS}",
    "a form to the stream of hints": f"POST /live/{_TO}{_STOPS}",
    "a stream of hints with a body that stops": f"GET /live/{_TO}{_STOPS}",
    "a page with a body that stops": f"GET /about/{_TO}{_STOPS}",
    "headers without an end": f"GET /about/{_TO}X-",
    "nothing": "",
}
#: Several requests at once whose answers nobody reads.
UNREAD: Final = "GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n" * 12


def filled(way: str, *, scheme: str, host: str, cookie: str) -> str:
    prefix = "__Host-" if scheme == "https" else ""
    return WAYS[way].format(scheme=scheme, host=host, cookie=f"{prefix}session={cookie}; {prefix}csrf={'a' * 32}")


@contextmanager
def held(connect: Callable[[], socket.socket], said: str, lines: int = 50) -> Iterator[list[socket.socket]]:
    """That many lines, each with `said` on it and no more to come."""
    opened: list[socket.socket] = []
    try:
        for _ in range(lines):
            line = connect()
            opened.append(line)
            line.settimeout(10)
            line.sendall(said.encode())
        yield opened
    finally:
        for line in opened:
            with suppress(OSError):
                line.close()
