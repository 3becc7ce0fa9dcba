"""GET /healthz: one line for each part, and 200 only when all of them work. It names no person and no version.

All parts are asked at once. One that has not answered within a second is down, so a silent part cannot delay the
answer. Whoever asks meanwhile shares the same answers: a flood of questions opens no flood of connections.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from typing import Final

from django.conf import settings
from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from config import signs

log = logging.getLogger(__name__)

SECONDS: Final = 0.9


def _database() -> list[str]:
    """Asks on a new connection. When the database takes no more of them this fails, while pages that have one still
    work.
    """
    connection = connections.create_connection("default")
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    finally:
        connection.close()
    return ["database"]


def _broker() -> list[str]:
    """The broker itself, and every part that has told it of finished work lately."""
    return ["broker", *signs.ages(signs.watching(settings.REDIS_URL))]


def _cache() -> list[str]:
    """Without it nobody can sign in: tries could not be counted."""
    signs.watching(str(settings.CACHES["default"]["LOCATION"])).ping()
    return ["cache"]


class Probe:
    """One question, asked in a thread so that it can be given up, and by one asker at a time."""

    def __init__(self, name: str, ask: Callable[[], list[str]]) -> None:
        self.name, self.ask = name, ask
        self._lock = threading.Lock()
        self._asked: Future[list[str]] | None = None

    def begin(self) -> "Future[list[str]]":
        with self._lock:
            if self._asked is None or self._asked.done():
                self._asked = Future()
                threading.Thread(target=self._run, args=[self._asked], daemon=True).start()
            return self._asked

    def found(self, asked: "Future[list[str]]", until: float) -> list[str]:
        """The parts that are well. A question that is still open says of none that it is."""
        try:
            return asked.result(max(0.0, until - time.monotonic()))
        except TimeoutError:
            log.warning("The %s does not answer", self.name)
            return []

    def _run(self, asked: "Future[list[str]]") -> None:
        try:
            found = self.ask()
        except Exception as error:  # whatever it is, the part is not well, and the answer is due
            log.warning("The %s is down: %s", self.name, type(error).__name__)
            found = []
        asked.set_result(found)


PROBES: Final = [Probe("database", _database), Probe("broker", _broker), Probe("cache", _cache)]
PARTS: Final = (*(probe.name for probe in PROBES), *signs.PARTS)


def well(probes: Iterable[Probe]) -> set[str]:
    until = time.monotonic() + SECONDS
    asked = [(probe, probe.begin()) for probe in probes]
    return {part for probe, asking in asked for part in probe.found(asking, until)}


@require_GET
def healthz(request: HttpRequest) -> HttpResponse:
    found = well(PROBES)
    down = [part for part in PARTS if part not in found]
    if down:
        log.warning("Not well: %s", ", ".join(down))
    lines = "".join(f"{part}: {'down' if part in down else 'ok'}\n" for part in PARTS)
    answer = HttpResponse(lines, content_type="text/plain", status=503 if down else 200)
    answer._has_been_logged = True  # type: ignore[attr-defined]  # above, by name; Django would only say "503"
    return answer


@require_GET
def process(request: HttpRequest) -> HttpResponse:
    """That this process answers, whatever the others do: for whoever would start it again."""
    return HttpResponse("ok\n", content_type="text/plain")
