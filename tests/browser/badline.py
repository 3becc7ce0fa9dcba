"""A line between a phone and the server that drops, delays, doubles, refuses, or never answers, and swallows hints.

It passes on whole requests only, as Caddy does. Of one cut short, because its page went, nothing arrives. "CSRF token
missing" in the server's log would mean that something behind it asks Django with part of a form (`config/whole.py`).
"CSRF cookie not set" is a phone put away while its last request is on the way: the browser drops its cookies first.
"""

import asyncio
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from random import Random
from typing import Any
from urllib.parse import urlsplit

from aiohttp import ClientError, ClientSession, ClientTimeout, DummyCookieJar, web

FAULTS = ("dropped", "answer lost", "delayed", "doubled", "refused", "never answered")
#: Where people write; signing in and scripts come as they should.
SHAKY = ("/guidelines/lines/", "/guidelines/revisions/", "/live/")
#: A page gives up after 20 s. For ever, what a page sent as it went would use up a browser's six lines to a host.
LONGER_THAN_ANYBODY_WAITS = 30
OURS = frozenset({"host", "origin", "referer", "content-length", "transfer-encoding", "connection", "accept-encoding"})


class BadLine:
    """`bad`: how often something goes wrong, from 0 to 1; `away`: for now nothing arrives at all."""

    def __init__(self, upstream: str, seed: int) -> None:
        self.upstream, self.dice = upstream, Random(seed)
        self.bad, self.away = 0.0, False
        self.url = ""
        self.met: dict[str, int] = {}

    def fault(self, request: web.Request) -> str:
        if self.away:
            return "dropped"
        if not request.path.startswith(SHAKY) or self.dice.random() >= self.bad:
            return ""
        fault = self.dice.choice(FAULTS)
        self.met[fault] = self.met.get(fault, 0) + 1
        return fault

    async def handle(self, request: web.Request) -> web.StreamResponse:
        fault = self.fault(request)
        if fault == "refused":
            return web.Response(status=502)
        if fault == "dropped":
            return self._cut(request)
        if fault == "never answered":
            await asyncio.sleep(LONGER_THAN_ANYBODY_WAITS)
            return self._cut(request)
        if fault == "delayed":
            await asyncio.sleep(self.dice.uniform(0.1, 2))
        if request.path.startswith("/live/"):
            return await self._hints(request)
        body = await request.read()
        answer = await self._ask(request, body)
        if fault == "doubled":
            answer = await self._ask(request, body)
        return self._cut(request) if fault == "answer lost" else answer

    def _cut(self, request: web.Request) -> web.Response:
        if request.transport:
            request.transport.abort()
        return web.Response(status=502)

    def _headers(self, given: Mapping[str, str]) -> dict[str, str]:
        headers = {name: value for name, value in given.items() if name.lower() not in OURS}
        place = {"Origin": self.upstream, "Referer": f"{self.upstream}/guidelines/"}
        return (
            headers | {name: place[name] for name in place if name in given} | {"Host": urlsplit(self.upstream).netloc}
        )

    async def _ask(self, request: web.Request, body: bytes) -> web.Response:
        headers = self._headers(request.headers)
        sent: Any = self.session.request(
            request.method, self.upstream + request.path_qs, data=body, headers=headers, allow_redirects=False
        )
        async with sent as answer:
            told = web.Response(status=answer.status, body=await answer.read())
            for name, value in answer.headers.items():
                if name.lower() not in OURS | {"content-encoding", "date", "server"}:
                    told.headers.add(name, value.replace(self.upstream, self.url))
            return told

    async def _hints(self, request: web.Request) -> web.StreamResponse:
        told = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        async with self.session.get(self.upstream + request.path_qs, headers=self._headers(request.headers)) as answer:
            if answer.status != web.HTTPOk.status_code:
                return web.Response(status=answer.status)
            await told.prepare(request)
            while event := await answer.content.readuntil(b"\n\n"):
                if b"event: hint" in event and self.dice.random() < self.bad:
                    self.met["hint lost"] = self.met.get("hint lost", 0) + 1
                else:
                    await told.write(event)
        return told

    async def serve(self, started: threading.Event, over: asyncio.Event) -> None:
        timeout = ClientTimeout(total=None)
        async with ClientSession(timeout=timeout, cookie_jar=DummyCookieJar(), auto_decompress=True) as self.session:
            site = web.Application()
            site.router.add_route("*", "/{path:.*}", self._handled)
            runner = web.AppRunner(site, shutdown_timeout=0.1, access_log=None, handler_cancellation=True)
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
            started.set()
            await over.wait()
            await runner.cleanup()
            left = asyncio.all_tasks() - {asyncio.current_task()}
            for task in left:
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)

    async def _handled(self, request: web.Request) -> web.StreamResponse:
        try:
            return await self.handle(request)
        except (ClientError, OSError, asyncio.IncompleteReadError):
            return self._cut(request)


@contextmanager
def bad_line(upstream: str, seed: int) -> Iterator[BadLine]:
    line, started = BadLine(upstream, seed), threading.Event()
    loop = asyncio.new_event_loop()
    over = asyncio.Event()
    thread = threading.Thread(target=loop.run_until_complete, args=[line.serve(started, over)])
    thread.start()
    started.wait(30)
    try:
        yield line
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join(30)
        loop.close()
