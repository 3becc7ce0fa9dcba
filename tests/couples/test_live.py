"""Hints reach whom they should, within the couple, and stop at once when a session or a membership ends."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from functools import wraps
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.test import AsyncClient, Client

from couples import clock, live
from couples.accounts.models import Person
from couples.live import views
from couples.space.models import Couple, Membership

pytestmark = pytest.mark.django_db(transaction=True)


def awaited(test: Callable[..., Awaitable[None]]) -> Callable[..., None]:
    """Run a coroutine test in a loop and thread of its own: a browser may keep a loop running on this one."""

    @wraps(test)
    def run(**fixtures: Any) -> None:
        async def whole() -> None:
            await test(**fixtures)

        with ThreadPoolExecutor(1) as thread:
            thread.submit(lambda: asyncio.run(whole())).result()

    return run


async def open_stream(person: Person, **headers: str) -> Any:
    client = AsyncClient()
    await sync_to_async(client.force_login)(person)
    return client, await client.get("/live/", headers=headers)


async def next_event(stream: AsyncIterator[bytes], *names: str) -> tuple[str, Any]:
    """The next event of one of these names; keep-alives and others are passed over. Fails after 8 s."""
    async with asyncio.timeout(8):
        async for chunk in stream:
            event = dict(line.split(": ", 1) for line in chunk.decode().splitlines() if ": " in line)
            if event.get("event") in names:
                return event["event"], json.loads(event["data"])
    raise AssertionError("the stream ended")


@awaited
async def test_both_partners_hear_of_a_shared_change_and_a_stranger_does_not(
    ada: Person, ben: Person, stranger: Person, couple: Couple
) -> None:
    streams = []
    for person in (ada, ben, stranger):
        _, response = await open_stream(person)
        stream = aiter(response.streaming_content)
        await next_event(stream, "ready")
        streams.append(stream)
    await sync_to_async(live.announce)(couple, "guidelines", rev=3)
    for stream in streams[:2]:
        assert await next_event(stream, "hint") == ("hint", {"topic": "guidelines", "id": None, "rev": 3})
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(next_event(streams[2], "hint"), 1)


@awaited
async def test_a_private_change_is_hinted_to_its_author_alone(ada: Person, ben: Person, couple: Couple) -> None:
    _, adas = await open_stream(ada)
    _, bens = await open_stream(ben)
    ada_stream, ben_stream = aiter(adas.streaming_content), aiter(bens.streaming_content)
    await next_event(ada_stream, "ready")
    await next_event(ben_stream, "ready")
    await sync_to_async(live.announce)(couple, "checkins", only=ada)
    assert (await next_event(ada_stream, "hint"))[1]["topic"] == "checkins"
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(next_event(ben_stream, "hint"), 1)


@awaited
async def test_sign_out_ends_the_stream_within_five_seconds(ada: Person, couple: Couple) -> None:
    client, response = await open_stream(ada)
    stream = aiter(response.streaming_content)
    await next_event(stream, "ready")
    await sync_to_async(client.logout)()
    async with asyncio.timeout(5):
        assert (await next_event(stream, "bye"))[0] == "bye"


@awaited
async def test_leaving_ends_the_stream_before_another_hint_is_sent(ada: Person, ben: Person, couple: Couple) -> None:
    _, response = await open_stream(ben)
    stream = aiter(response.streaming_content)
    await next_event(stream, "ready")
    await Membership.objects.filter(person=ben).aupdate(left_at=clock.now())
    await sync_to_async(live.announce)(couple, "guidelines")
    assert (await next_event(stream, "hint", "bye"))[0] == "bye"


@awaited
async def test_a_foreign_page_and_a_signed_out_one_hear_nothing(ada: Person, couple: Couple) -> None:
    _, foreign = await open_stream(ada, Origin="https://elsewhere.example")
    assert foreign.status_code == 204
    _, cross = await open_stream(ada, **{"Sec-Fetch-Site": "cross-site"})
    assert cross.status_code == 204
    assert (await AsyncClient().get("/live/")).status_code == 204


@awaited
async def test_one_person_holds_a_bounded_number_of_streams(ada: Person, couple: Couple, monkeypatch: Any) -> None:
    monkeypatch.setattr(views, "STREAMS_A_PERSON", 1)
    _, first = await open_stream(ada)
    stream = aiter(first.streaming_content)
    await next_event(stream, "ready")
    _, second = await open_stream(ada)
    assert second.status_code == 429
    with pytest.raises(TimeoutError):  # the server cancels a stream whose page has gone; so does this
        await asyncio.wait_for(next_event(stream, "hint"), 0.2)
    _, third = await open_stream(ada)
    assert third.status_code == 200


def test_no_hint_is_sent_for_what_was_rolled_back(couple: Couple, hints: list[Any], ada_client: Client) -> None:
    from django.db import transaction  # noqa: PLC0415

    with pytest.raises(RuntimeError), transaction.atomic():
        live.announce(couple, "guidelines")
        raise RuntimeError
    assert hints == []
