"""Streams of hints through Caddy: what they cost, that they are counted, and that a page which goes frees its place."""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from asgiref.sync import sync_to_async

from couples import live
from couples.accounts import sessions
from couples.accounts.models import Person
from couples.live import hub
from couples.space.models import Couple
from tests.composed.site import Site, cookie_of
from tests.composed.streams import opened

pytestmark = pytest.mark.django_db(transaction=True)
#: To PostgreSQL: one for the question about all of them, one for the sign of life now and then (config/pulse.py).
FEW = 3


def run(test: Callable[[], Awaitable[None]]) -> None:
    async def whole() -> None:
        await test()

    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(whole())).result()


async def until(over: Callable[[], bool], seconds: float = 30) -> None:
    async with asyncio.timeout(seconds):
        while not await asyncio.to_thread(over):
            await asyncio.sleep(0.05)


def test_pages_of_many_are_open_at_once_and_the_database_hardly_notices(
    composed: Site, ada: Person, ben: Person, couple: Couple
) -> None:
    cookies = [cookie_of(person) for person in (ada, ben)] * hub.STREAMS_A_PERSON

    async def test() -> None:
        async with opened(composed, cookies) as pages:
            assert {page.status for page in pages} == {200}
            assert await asyncio.to_thread(composed.database_lines, "live") <= FEW
            await sync_to_async(live.announce)(couple, "guidelines")
            await until(lambda: all(len(page.hints) == 1 for page in pages))
            assert await asyncio.to_thread(composed.database_lines, "live") <= FEW

    run(test)


def test_sixteen_quick_page_changes_are_never_refused(composed: Site, ada: Person, couple: Couple) -> None:
    """Twice as many as a person may have open: each page has gone when the next one comes."""
    cookie = cookie_of(ada)

    async def test() -> None:
        for _ in range(2 * hub.STREAMS_A_PERSON + 16):
            async with opened(composed, [cookie]) as (page,):
                assert page.status == 200

    run(test)


def test_one_person_s_streams_are_counted_and_free_again_within_five_seconds(
    composed: Site, ada: Person, ben: Person, couple: Couple
) -> None:
    cookie, other = cookie_of(ada), cookie_of(ben)

    async def test() -> None:
        async with opened(composed, [cookie] * 62) as pages:
            assert Counter(page.status for page in pages) == {200: hub.STREAMS_A_PERSON, 429: 62 - hub.STREAMS_A_PERSON}
            assert all("Retry-After: 30" in page.headers for page in pages if page.status == 429)
            async with opened(composed, [other]) as (page,):
                assert page.status == 200
        begun = time.monotonic()
        async with asyncio.timeout(5):
            while not await _all_open(composed, [cookie] * hub.STREAMS_A_PERSON):
                await asyncio.sleep(0.2)
        assert time.monotonic() - begun < 5

    run(test)


async def _all_open(composed: Site, cookies: list[str]) -> bool:
    async with opened(composed, cookies) as pages:
        return {page.status for page in pages} == {200}


def test_a_session_that_ends_ends_its_streams_within_five_seconds(
    composed: Site, ada: Person, ben: Person, couple: Couple
) -> None:
    cookies = [cookie_of(ada)] * 3 + [cookie_of(ben)]

    async def test() -> None:
        async with opened(composed, cookies) as pages:
            await sync_to_async(sessions.end_all)(ada)
            async with asyncio.timeout(5):
                for page in pages[:3]:
                    await page.bye.wait()
            assert not pages[3].bye.is_set()

    run(test)


def test_pages_come_back_by_themselves_when_hints_start_again(composed: Site, ada: Person, couple: Couple) -> None:
    cookie = cookie_of(ada)

    async def test() -> None:
        async with opened(composed, [cookie]) as (page,):
            assert page.status == 200

    run(test)
    composed.restart("live")
    run(test)  # Caddy waits for it: no page is refused meanwhile
