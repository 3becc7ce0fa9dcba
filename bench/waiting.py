"""Row 5: slow and unfinished requests, and many streams, on the composed site: pages go on as if nobody was there.

Figures are taken in turns, without and with what is tried. Each trial first plants a fault on the path it measures and
must see it: a Caddy that passes unfinished forms on, places that stay taken, a hint that stands still.
"""

import asyncio
import signal
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, field
from os import environ
from pathlib import Path
from typing import TypeVar

from asgiref.sync import sync_to_async

from bench.serving import built
from bench.trials import rituals_of
from couples import live
from couples.accounts.models import Person
from couples.live import hub
from couples.space.models import Couple, Membership
from tests.composed.site import NAME, Site, composed_site, cookie_of
from tests.composed.streams import Page, opened
from tests.composed.unfinished import WAYS, filled, held

#: What the row promises: of a page's p95 with and without, of a hint's p95, of live's lines to PostgreSQL, and seconds.
TIMES, HINT_MS, LINES, FREE = 2.0, 300.0, 10, 5.0
T = TypeVar("T")


@dataclass
class Outcome:
    """`wrong` names what was refused or held back; `late` what took too long on this machine."""

    tried: int
    figures: dict[str, float] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    late: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not (self.wrong or self.late)

    def compare(self, name: str, idle: Sequence[float], busy: Sequence[float]) -> None:
        self.figures |= {f"{name} idle p95 ms": p95(idle), f"{name} p95 ms": p95(busy)}
        if p95(busy) > TIMES * p95(idle):
            self.late.append(f"{name}: {p95(busy)} ms, {p95(idle)} ms without")


def p95(taken: Sequence[float]) -> float:
    return round(statistics.quantiles(taken, n=20)[-1] if len(taken) > 1 else taken[0], 1)


@contextmanager
def site(change: Callable[[str], str] = str) -> Iterator[Site]:
    with tempfile.TemporaryDirectory() as folder:
        var = Path(folder)
        (var / "fonts").symlink_to(Path(environ["NEARER_VAR"], "fonts").resolve())
        with composed_site(built(var), change=change) as running:
            yield running


def couples(count: int) -> list[tuple[Couple, list[Person]]]:
    """That many, each with both people."""
    people = [person for person, _ in rituals_of(2 * count)]
    current = Membership.objects.filter(person__in=people).select_related("couple")
    theirs = {each.person_id: each.couple for each in current}
    return [(theirs[ada.pk], [ada, ben]) for ada, ben in zip(people[::2], people[1::2], strict=True)]


def pages(site: Site, cookie: str, count: int, seconds: float = 60) -> list[float]:
    """Milliseconds of each. Raises on anything but a page."""
    taken = []
    for _ in range(count):
        answer = site.ask("/today/", cookie=cookie, timeout=seconds)
        if answer.status != 200:
            raise AssertionError(f"a page answered {answer.status}")
        taken.append(answer.seconds * 1000)
    return taken


def unfinished(lines: int, asks: int = 20, *, rounds: int = 3) -> Outcome:
    """`lines` requests of each way that begin and do not end, while somebody reads pages."""
    outcome = Outcome(lines * len(WAYS))
    [(_, (ada, ben))] = couples(1)
    reader = cookie_of(ada)
    key = cookie_of(ben).partition("=")[2]
    with site(lambda told: told.replace("request_buffers {args[1]}", "")) as planted:
        host = f"{NAME}:{planted.port}"
        with held(planted.connect, filled("a form that stops", scheme="https", host=host, cookie=key), lines=4):
            try:
                pages(planted, reader, 2, seconds=10)
            except OSError:
                pass
            else:
                raise AssertionError("workers that wait for the rest of a form were not seen")
    with site() as running:
        host = f"{NAME}:{running.port}"
        pages(running, reader, 5)
        for way in WAYS:
            idle: list[float] = []
            busy: list[float] = []
            for _ in range(rounds):
                idle += pages(running, reader, asks)
                with held(running.connect, filled(way, scheme="https", host=host, cookie=key), lines=lines):
                    busy += pages(running, reader, asks)
            outcome.compare(way, idle, busy)
    return outcome


def streams(count: int, asks: int = 60, *, stay: float = 35) -> Outcome:
    """`count` open pages of half as many couples: hints to all of them, pages beside them, and all free after.

    They `stay` open for longer than anything people send may take (read_body in the Caddyfile).
    """
    outcome, those = Outcome(count), couples(max(1, count // 2))
    cookies = [cookie_of(person) for _, people in those for person in people]
    with site() as running:
        idle = pages(running, cookies[0], asks)
        if _run(lambda: _free_again(running, cookies[1], left_open=True)):
            raise AssertionError("places that stay taken were not seen")
        _run(lambda: _many(running, those, cookies, idle, outcome, stay))
        if not _run(lambda: _free_again(running, cookies[0])):
            outcome.wrong.append("not free again within 5 s")
    return outcome


async def _many(
    site: Site,
    those: Sequence[tuple[Couple, Sequence[Person]]],
    cookies: Sequence[str],
    idle: list[float],
    outcome: Outcome,
    stay: float,
) -> None:
    async with opened(site, cookies) as open_pages:
        refused = [page.status for page in open_pages if page.status != 200]
        outcome.wrong += [f"{len(refused)} refused"] if refused else []
        lines = await asyncio.to_thread(site.database_lines, "live")
        outcome.figures["lines to PostgreSQL"] = lines
        if lines > LINES:
            outcome.wrong.append(f"{lines} lines to PostgreSQL")
        site.children["live"].process.send_signal(signal.SIGSTOP)
        asyncio.get_running_loop().call_later(1, site.children["live"].process.send_signal, signal.SIGCONT)
        if p95(await _hinted(those[0][0], open_pages[:2])) <= HINT_MS:
            raise AssertionError("a hint that stood still was not seen")
        taken: list[float] = []
        busy: list[float] = []
        for number, (couple, _) in enumerate(those):
            taken += await _hinted(couple, open_pages[2 * number : 2 * number + 2])
            if number % max(1, len(those) // len(idle)) == 0 and len(busy) < len(idle):
                busy += await asyncio.to_thread(pages, site, cookies[0], 1)
        outcome.figures["hint p95 ms"] = p95(taken)
        if p95(taken) > HINT_MS:
            outcome.late.append(f"hint: {p95(taken)} ms")
        outcome.compare("page", idle, busy)
        await asyncio.sleep(stay)
        closed = sum(page.bye.is_set() for page in open_pages)
        outcome.wrong += [f"{closed} closed by themselves"] if closed else []


async def _hinted(couple: Couple, pages: Sequence[Page]) -> list[float]:
    """Milliseconds from saying that something changed to each of these pages' hearing of it."""
    before = [len(page.hints) for page in pages]
    begun = time.monotonic()
    await sync_to_async(live.announce)(couple, "guidelines")
    async with asyncio.timeout(30):
        while any(len(page.hints) == known for page, known in zip(pages, before, strict=True)):
            await asyncio.sleep(0.002)
    return [(page.hints[-1] - begun) * 1000 for page in pages]


async def _free_again(site: Site, cookie: str, *, left_open: bool = False) -> bool:
    """Whether all the places of one person, all taken, are free again within five seconds of their pages' going."""
    async with AsyncExitStack() as stack:
        first = opened(site, [cookie] * hub.STREAMS_A_PERSON)
        if left_open:
            await stack.enter_async_context(first)
        else:
            async with first:
                pass
        deadline = time.monotonic() + FREE
        while time.monotonic() < deadline:
            async with opened(site, [cookie] * hub.STREAMS_A_PERSON) as again:
                if {page.status for page in again} == {200}:
                    return True
            await asyncio.sleep(0.25)
        return False


def streams_of_one(count: int, asks: int = 60) -> Outcome:
    """`count` tries of one person: as many open as one may have, the others refused, and pages as before."""
    outcome, [(_, (ada, ben))] = Outcome(count), couples(1)
    cookie, reader = cookie_of(ada), cookie_of(ben)
    with site() as running:
        idle = pages(running, reader, asks)

        async def all_at_once() -> None:
            async with opened(running, [cookie] * count) as tried:
                answers = [page.status for page in tried]
                if answers.count(200) != min(count, hub.STREAMS_A_PERSON) or set(answers) - {200, 429}:
                    outcome.wrong.append(f"answered {dict.fromkeys(answers, 0)}, {answers.count(200)} open")
                outcome.compare("page", idle, await asyncio.to_thread(pages, running, reader, asks))

        _run(all_at_once)
    return outcome


def _run(what: Callable[[], Awaitable[T]]) -> T:
    async def whole() -> T:
        return await what()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(whole())).result()
