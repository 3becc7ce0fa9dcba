"""Whole requests for the pages of the local default: as Caddy does it in front of the others (deploy/Caddyfile).

Two threads answer all pages. One that waits for the rest of a form is held by whoever sends it a byte at a time.

A page that goes while its form is on the way leaves a body cut short. To `a2wsgi` that is the end of the body: without
us Django would be asked with an empty form, and log "CSRF token missing" (403) for somebody who did nothing wrong.
"""

import asyncio
from collections.abc import Iterable
from typing import Any, Final

from django.template.loader import render_to_string

#: In bytes, and in seconds from the end of the headers to the end of the body.
LARGEST: Final = 1024 * 1024
#: Where somebody brings a file along (journal/brought), and where a photograph comes with a memory (journal/memories):
#: more than the form takes, so that the form says no.
LARGER: Final = {"/you/brought/": 40 * 1024 * 1024, "/memories/saving/": 40 * 1024 * 1024}
SECONDS = 30.0


class TooMuch(Exception):
    pass


class Gone(Exception):
    """Whoever sent it is not there any more."""


class Whole:
    """An ASGI application that asks `inner` once everything has come."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        try:
            async with asyncio.timeout(SECONDS):
                body = await _whole(scope["headers"], receive, LARGER.get(scope["path"], LARGEST))
        except TooMuch:
            page = render_to_string("413.html").encode()
            await _refuse(send, 413, [(b"content-type", b"text/html; charset=utf-8")], page)
        except TimeoutError:
            await _refuse(send, 408)
        except Gone:
            return
        else:
            await self._inner(scope, _Once(body, receive), send)


class _Once:
    def __init__(self, body: bytes, receive: Any) -> None:
        self._message: dict[str, Any] | None = {"type": "http.request", "body": body, "more_body": False}
        self._receive = receive

    async def __call__(self) -> Any:
        message, self._message = self._message, None
        return message or await self._receive()


async def _whole(headers: Iterable[tuple[bytes, bytes]], receive: Any, largest: int) -> bytes:
    said = dict(headers).get(b"content-length", b"0")
    if said.isdigit() and int(said) > largest:
        raise TooMuch
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Gone
        body += message.get("body", b"")
        if len(body) > largest:
            raise TooMuch
        if not message.get("more_body", False):
            return bytes(body)


async def _refuse(send: Any, status: int, headers: Iterable[tuple[bytes, bytes]] = (), body: bytes = b"") -> None:
    """And nothing more on this line: what is left of the body would have to be read first."""
    own = [(b"connection", b"close"), (b"cache-control", b"no-store"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": [*own, *headers]})
    await send({"type": "http.response.body", "body": body})
