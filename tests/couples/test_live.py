"""Hints reach whom they should, within the couple, and stop at once when a session or a membership ends."""

import asyncio
import json
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from functools import wraps
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from couples import clock, live
from couples.accounts.models import Person
from couples.live import hub, streams
from couples.live.allowed import allowed
from couples.live.asgi import Live
from couples.space.models import Couple, Membership

pytestmark = pytest.mark.django_db(transaction=True)


def awaited(test: Callable[..., Awaitable[None]]) -> Callable[..., None]:
    """Run a coroutine test in a loop and thread of its own: a browser may keep a loop running on this one."""

    @wraps(test)
    def run(**fixtures: Any) -> None:
        async def whole() -> None:
            try:
                await test(**fixtures)
            finally:
                await APP.close()

        with ThreadPoolExecutor(1) as thread:
            thread.submit(lambda: asyncio.run(whole())).result()

    return run


APP = Live()


class Page:
    """An open page's stream, or what it was refused with."""

    def __init__(self, cookie: str, **headers: str) -> None:
        asked = {"method": headers.pop("method", "GET"), "path": headers.pop("path", "/live/")}
        named = {"host": "testserver", "cookie": cookie} | headers
        self._scope = asked | {
            "type": "http",
            "headers": [(name.encode(), value.encode("latin1")) for name, value in named.items()],
        }
        self._sent: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()
        self._close = asyncio.Event()
        self._serving = asyncio.ensure_future(self._serve())

    async def _serve(self) -> None:
        await APP(self._scope, self._receive, self._send)
        await self._sent.put(None)

    async def _receive(self) -> dict[str, Any]:
        await self._close.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        await self._sent.put(message)

    async def status(self) -> int:
        async with asyncio.timeout(30):
            message = await self._sent.get()
        assert message
        self.headers = {name.decode(): value.decode() for name, value in message["headers"]}
        return int(message["status"])

    async def event(self, *names: str) -> tuple[str, Any]:
        """The next of these names; keep-alives and others are passed over. Fails after 30 s, or with the stream."""
        async with asyncio.timeout(30):
            while message := await self._sent.get():
                lines = message.get("body", b"").decode().splitlines()
                event = dict(line.split(": ", 1) for line in lines if ": " in line)
                if event.get("event") in names:
                    return event["event"], json.loads(event["data"])
        raise AssertionError("the stream ended")

    async def hears_nothing(self, seconds: float = 0.5) -> None:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(self.event("hint", "bye"), seconds)

    async def ended(self) -> None:
        async with asyncio.timeout(30):
            await self._serving

    async def close(self) -> None:
        """The page has gone, and its server knows."""
        self._close.set()
        await self.ended()


def cookie_of(person: Person) -> str:
    client = Client()
    client.force_login(person)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


async def opened(person: Person) -> Page:
    """Of a session of its own, and ready."""
    page = Page(await sync_to_async(cookie_of)(person))
    assert await page.status() == 200
    await page.event("ready")
    return page


@awaited
async def test_both_partners_hear_of_a_shared_change_and_a_stranger_does_not(
    ada: Person, ben: Person, stranger: Person, couple: Couple
) -> None:
    adas, bens, strangers = [await opened(person) for person in (ada, ben, stranger)]
    await sync_to_async(live.announce)(couple, "guidelines", rev=3)
    for page in (adas, bens):
        assert await page.event("hint") == ("hint", {"topic": "guidelines", "id": None, "rev": 3})
    await strangers.hears_nothing()


@awaited
async def test_a_private_change_is_hinted_to_its_author_alone(ada: Person, ben: Person, couple: Couple) -> None:
    adas, bens = await opened(ada), await opened(ben)
    await sync_to_async(live.announce)(couple, "checkins", only=ada)
    assert (await adas.event("hint"))[1]["topic"] == "checkins"
    await bens.hears_nothing()


@awaited
async def test_sign_out_ends_the_stream_within_five_seconds(ada: Person, couple: Couple) -> None:  # S8, S19
    client = Client()
    await sync_to_async(client.force_login)(ada)
    page = Page(f"session={client.cookies['session'].value}")
    await page.event("ready")
    other = await opened(ada)
    await sync_to_async(client.logout)()
    async with asyncio.timeout(30):
        await page.event("bye")
        await page.ended()
    await other.hears_nothing()


@awaited
async def test_another_password_ends_the_stream_within_five_seconds(ada: Person, couple: Couple) -> None:
    page = await opened(ada)
    await Person.objects.filter(pk=ada.pk).aupdate(password="another")
    async with asyncio.timeout(30):
        await page.event("bye")


@awaited
async def test_a_disabled_account_hears_nothing_more(ada: Person, couple: Couple) -> None:
    page = await opened(ada)
    await Person.objects.filter(pk=ada.pk).aupdate(is_active=False)
    await sync_to_async(live.announce)(couple, "guidelines")
    assert (await page.event("hint", "bye"))[0] == "bye"


@awaited
async def test_leaving_ends_the_stream_before_another_hint_is_sent(ada: Person, ben: Person, couple: Couple) -> None:
    bens, adas = await opened(ben), await opened(ada)
    await Membership.objects.filter(person=ben).aupdate(left_at=clock.now())
    await sync_to_async(live.announce)(couple, "guidelines")
    assert (await bens.event("hint", "bye"))[0] == "bye"
    assert (await adas.event("hint", "bye"))[0] == "hint"


@awaited
async def test_a_hint_that_comes_while_a_question_is_open_waits_for_the_next(
    ada: Person, couple: Couple, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The question was asked before the session ended, and its answer must not let a later hint out."""
    page = await opened(ada)
    asked, go_on = threading.Event(), threading.Event()

    def slowly(keys: Any) -> Any:
        found = allowed(keys)
        asked.set()
        assert go_on.wait(30)
        return found

    monkeypatch.setattr(hub, "PATIENCE", 30)
    monkeypatch.setattr(hub, "allowed", slowly)
    await asyncio.to_thread(asked.wait, 30)
    await Membership.objects.filter(person=ada).aupdate(left_at=clock.now())
    await sync_to_async(live.announce)(couple, "guidelines")
    heard = APP.hub
    assert heard
    while not any(stream.held for stream in heard._streams):
        await asyncio.sleep(0.01)
    go_on.set()
    assert (await page.event("hint", "bye"))[0] == "bye"


@awaited
async def test_a_foreign_page_and_a_signed_out_one_hear_nothing(ada: Person, couple: Couple) -> None:
    cookie = await sync_to_async(cookie_of)(ada)
    refused = {
        "another origin": Page(cookie, origin="https://elsewhere.example"),
        **{origin: Page(cookie, origin=origin) for origin in ("http://[::1", "http://]", "null", "\xff")},
        "across sites": Page(cookie, **{"sec-fetch-site": "cross-site"}),
        "nobody": Page(""),
        "no such session": Page("session=" + "a" * 32),
        "no session there can be": Page("session=a\0b"),
        "nor this": Page('session="a\\000b"'),
        "nor that": Page("session=" + "ü" * 32),
    }
    assert {name: await page.status() for name, page in refused.items()} == dict.fromkeys(refused, 204)
    assert await Page(cookie, host="elsewhere.example").status() == 400
    assert await Page(cookie, host="").status() == 400
    assert await Page(cookie, origin="http://testserver").status() == 200
    assert await Page(cookie, method="POST").status() == 405
    assert await Page(cookie, path="/live/else/").status() == 404
    assert APP.hub
    assert APP.hub.streams == 1


@awaited
async def test_a_person_without_a_couple_is_hinted_of_nothing(ada: Person) -> None:
    assert await Page(await sync_to_async(cookie_of)(ada)).status() == 204


@awaited
async def test_streams_of_one_person_are_counted_before_they_are_answered_and_freed_when_their_page_goes(
    ada: Person, ben: Person, couple: Couple, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "STREAMS_A_PERSON", 3)
    cookie, bens = await sync_to_async(cookie_of)(ada), await sync_to_async(cookie_of)(ben)
    pages = [Page(cookie) for _ in range(60)]
    statuses = [await page.status() for page in pages]
    assert sorted(statuses) == [200] * 3 + [429] * 57
    assert pages[-1].headers["retry-after"] == "30"
    assert await Page(bens).status() == 200
    for page, status in zip(pages, statuses, strict=True):
        if status == 200:
            await page.close()
    assert await Page(cookie).status() == 200


@awaited
async def test_streams_of_all_are_counted_before_they_are_answered(
    ada: Person, ben: Person, couple: Couple, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "STREAMS", 3)
    cookies = [await sync_to_async(cookie_of)(person) for person in (ada, ben)]
    pages = [Page(cookie) for cookie in cookies * 5]
    assert sorted([await page.status() for page in pages]) == [200] * 3 + [503] * 7


@awaited
async def test_the_oldest_gives_way_once_it_may_be_a_phone_that_went_without_a_word(
    ada: Person, couple: Couple, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "STREAMS_A_PERSON", 2)
    first, second = await opened(ada), await opened(ada)
    monkeypatch.setattr(hub, "YIELDS_AFTER", 0)
    third = await opened(ada)
    await first.ended()
    await sync_to_async(live.announce)(couple, "guidelines")
    for page in (second, third):
        assert (await page.event("hint"))[0] == "hint"


@awaited
async def test_a_page_that_reads_nothing_is_let_go(
    ada: Person, couple: Couple, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "MOST_WAITING", 3)
    page = await opened(ada)
    never = asyncio.Event()
    monkeypatch.setattr(page._sent, "put", lambda message: never.wait())
    for _ in range(6):
        await sync_to_async(live.announce)(couple, "guidelines")
    assert APP.hub
    async with asyncio.timeout(30):
        while APP.hub.streams:
            await asyncio.sleep(0.01)


@awaited
async def test_while_nobody_can_say_who_may_listen_nobody_does(
    ada: Person, couple: Couple, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(keys: Any) -> Any:
        raise OSError

    page, cookie = await opened(ada), await sync_to_async(cookie_of)(ada)
    with monkeypatch.context() as patched:
        patched.setattr(hub, "allowed", broken)
        async with asyncio.timeout(30):
            await page.ended()
        refused = Page(cookie)
        assert await refused.status() == 503
        assert refused.headers["retry-after"] == "30"
    assert await Page(cookie).status() == 200


@awaited
async def test_a_database_that_does_not_answer_ends_streams_in_time(
    ada: Person, couple: Couple, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()
    page = await opened(ada)
    with monkeypatch.context() as patched:
        patched.setattr(hub, "allowed", lambda keys: go_on.wait(60) and {})
        async with asyncio.timeout(30):
            await page.ended()
        go_on.set()
    await opened(ada)


@awaited
async def test_lost_with_the_broker_hints_are_looked_up_as_pages_come_back(ada: Person, couple: Couple) -> None:
    page = await opened(ada)
    await asyncio.to_thread(live.hints._doorbell().client_kill_filter, _type="pubsub")
    async with asyncio.timeout(30):
        await page.ended()
    async with asyncio.timeout(30):
        while await (again := Page(await sync_to_async(cookie_of)(ada))).status() != 200:
            await asyncio.sleep(0.1)
    await again.event("ready")
    await sync_to_async(live.announce)(couple, "guidelines")
    assert (await again.event("hint"))[0] == "hint"


def test_who_may_listen_is_one_question_for_one_page_and_for_fifty(ada: Person, ben: Person, couple: Couple) -> None:
    keys = [cookie_of(person).partition("=")[2] for person in [ada, ben] * 25]
    for some in (keys[:1], keys):
        with CaptureQueriesContext(connection) as asked:
            found = allowed(some)
        assert len(asked) == 1
        assert set(found) == set(some)
    assert {who.person for who in found.values()} == {ada.pk, ben.pk}
    assert {who.couple for who in found.values()} == {couple.pk}


def test_no_hint_is_sent_for_what_was_rolled_back(couple: Couple, hints: list[Any], ada_client: Client) -> None:
    from django.db import transaction  # noqa: PLC0415

    with pytest.raises(RuntimeError), transaction.atomic():
        live.announce(couple, "guidelines")
        raise RuntimeError
    assert hints == []
