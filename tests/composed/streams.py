"""Many open pages at once, as browsers hold them: a line with TLS to Caddy each, and what came on it and when."""

import asyncio
import ssl
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

from tests.composed.site import NAME, Site


class Page:
    """One page's stream. `status` is what it was answered with; `hints` are the moments at which hints came."""

    def __init__(self, site: Site, cookie: str) -> None:
        self._site, self._cookie = site, cookie
        self.status = 0
        self.headers = ""
        self.ready, self.bye = asyncio.Event(), asyncio.Event()
        self.hints: list[float] = []
        self._writer: asyncio.StreamWriter | None = None
        self._reading: asyncio.Task[None] | None = None

    async def open(self, trust: ssl.SSLContext) -> None:
        """Returns once it is answered, and ready if it is a stream."""
        reader, self._writer = await asyncio.open_connection(
            "127.0.0.1", self._site.port, ssl=trust, server_hostname=NAME
        )
        asked = f"GET /live/ HTTP/1.1\r\nHost: {NAME}:{self._site.port}\r\nCookie: {self._cookie}\r\n\r\n"
        self._writer.write(asked.encode())
        self.headers = (await reader.readuntil(b"\r\n\r\n")).decode()
        self.status = int(self.headers.split()[1])
        if self.status == 200:
            self._reading = asyncio.create_task(self._read(reader))
            await self.ready.wait()

    async def _read(self, reader: asyncio.StreamReader) -> None:
        while line := await reader.readline():
            if line.startswith(b"event: hint"):
                self.hints.append(time.monotonic())
            elif line.startswith(b"event: ready"):
                self.ready.set()
            elif line.startswith(b"event: bye"):
                self.bye.set()
        self.bye.set()

    def close(self) -> None:
        """As a browser does when somebody leaves the page: the line is cut."""
        if self._reading:
            self._reading.cancel()
        if self._writer:
            self._writer.transport.abort()


@asynccontextmanager
async def opened(site: Site, cookies: Iterable[str], *, at_once: int = 40) -> AsyncIterator[list[Page]]:
    """A page for each of these cookies, all open before the block begins."""
    trust, turns = site.trust, asyncio.Semaphore(at_once)
    pages = [Page(site, cookie) for cookie in cookies]

    async def open_one(page: Page) -> None:
        async with turns, asyncio.timeout(60):
            await page.open(trust)

    try:
        async with asyncio.TaskGroup() as group:
            for page in pages:
                group.create_task(open_one(page))
        yield pages
    finally:
        for page in pages:
            page.close()
