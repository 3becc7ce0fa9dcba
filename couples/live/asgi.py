"""/live/: one stream of hints (server-sent events) for each visible page, as an ASGI application of its own.

Django's handler keeps a thread for each request as long as it is answered, and with it a connection to the database.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, MutableMapping
from contextlib import suppress
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.http import parse_cookie
from django.http.request import split_domain_port, validate_host

from couples.live.hub import Away, Full, Hub
from couples.live.streams import Stream
from couples.web.headers import PERMISSIONS

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

#: For a goodbye to leave; then the stream ends, read or not.
GRACE = 1.0
#: A page that was refused comes back by itself, later each time (static/js/live.js); this is for whoever else asks.
EMPTY: Final = {"Content-Length": "0"}
LATER: Final = {"Retry-After": "30", **EMPTY}
#: The page asks again on this first line, so a hint lost before it costs nothing.
READY: Final = "retry: 2000\nevent: ready\ndata: {}\n\n"
HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS,
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
STREAM: Final = {"Content-Type": "text/event-stream", "X-Accel-Buffering": "no"}


class Live:
    """Its hub begins with the first page that asks, in whatever event loop serves it; `close` ends it."""

    def __init__(self) -> None:
        self.hub: Hub | None = None

    async def __call__(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        headers = _headers(scope["headers"])
        if status := _refused(scope, headers):
            await _answer(send, status, {} if status == 204 else EMPTY)
            return
        if self.hub is None:
            self.hub = Hub()
        try:
            stream = await self.hub.open(_session(headers))
        except Full as full:
            await _answer(send, 503 if full.everyone else 429, LATER)
        except Away:
            await _answer(send, 503, LATER)
        else:
            if stream is None:
                await _answer(send, 204, {})  # tells an EventSource to stop asking
            else:
                await _hints(self.hub, stream, receive, send)

    async def close(self) -> None:
        if self.hub is not None:
            await self.hub.close()
            self.hub = None


def _refused(scope: Mapping[str, Any], headers: Mapping[str, str]) -> int:
    """The status that says no before anything is looked up, or 0."""
    if scope["path"] != "/live/":
        return 404
    if scope["method"] != "GET":
        return 405
    if not validate_host(split_domain_port(headers.get("host", ""))[0], map(str, settings.ALLOWED_HOSTS)):
        return 400
    return 0 if _same_origin(headers) and _session(headers) else 204


def _same_origin(headers: Mapping[str, str]) -> bool:
    """Browsers send Sec-Fetch-Site, and Origin across origins; a foreign page gets nothing to listen to (S19)."""
    origin = headers.get("origin")
    with suppress(ValueError):
        if origin and urlsplit(origin).netloc != headers["host"]:
            return False
        return headers.get("sec-fetch-site", "same-origin") in {"same-origin", "none"}
    return False


def _session(headers: Mapping[str, str]) -> str:
    """The session's key as the cookie has it; empty for none, and for what can be none."""
    key = parse_cookie(headers.get("cookie", "")).get(settings.SESSION_COOKIE_NAME, "")
    return key if key.isascii() and key.isalnum() and len(key) <= 64 else ""


def _headers(pairs: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    return {name.decode("latin1").lower(): value.decode("latin1") for name, value in pairs}


async def _answer(send: Send, status: int, more: Mapping[str, str] = EMPTY) -> None:
    await send({"type": "http.response.start", "status": status, "headers": _pairs({**HEADERS, **more})})
    await send({"type": "http.response.body", "body": b""})


def _pairs(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()]


async def _hints(hub: Hub, stream: Stream, receive: Receive, send: Send) -> None:
    """Until the page has gone or the stream is over. Its place is free in that moment, whatever is still unread."""
    saying, gone, over = map(asyncio.ensure_future, (_say(stream, send), _gone(receive), stream.over.wait()))
    try:
        await asyncio.wait({saying, gone, over}, return_when=asyncio.FIRST_COMPLETED)
        hub.forget(stream)
        if not gone.done():
            await asyncio.wait({saying}, timeout=GRACE)
    finally:
        hub.forget(stream)
        for task in (saying, gone, over):
            task.cancel()
        await asyncio.gather(saying, gone, over, return_exceptions=True)


async def _say(stream: Stream, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": _pairs(HEADERS | STREAM)})
    line: str | None = READY
    while line is not None:
        await send({"type": "http.response.body", "body": line.encode(), "more_body": True})
        line = await stream.lines.get()
    await send({"type": "http.response.body", "body": b""})


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
