"""The sign of life of the process that serves hints, noted every ten seconds (`EVERY`).

Each round publishes a message on a channel of its own and waits for it on a subscription of its own; then it asks the
database on a new connection. So a note says that the event loop turns, and that the broker and the database can be
reached from here. It does not go through the hub (`couples/live/hub.py`), whose own connections it says nothing about.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from uuid import uuid4

import redis.asyncio
from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import DatabaseError, connections

from config import signs
from couples import clock

log = logging.getLogger(__name__)

EVERY = 10.0
#: For each step of a round.
PATIENCE = 2.0


@contextlib.asynccontextmanager
async def beating() -> AsyncIterator[None]:
    beat = asyncio.create_task(_beat())
    try:
        yield
    finally:
        beat.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await beat


async def _beat() -> None:
    while True:
        try:
            await once()
        except (redis.RedisError, DatabaseError, OSError, TimeoutError) as error:
            log.warning("No sign of life: %s", type(error).__name__)
        await asyncio.sleep(EVERY)


async def once() -> None:
    """One round. Raises whatever the broker or the database answered instead."""
    channel = f"nearer:live:pulse:{uuid4()}"
    broker = redis.asyncio.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=PATIENCE, socket_timeout=PATIENCE)
    try:
        async with broker.pubsub() as subscription:
            await subscription.subscribe(channel)
            await subscription.get_message(timeout=PATIENCE)
            await broker.publish(channel, b"")
            if await subscription.get_message(timeout=PATIENCE) is None:
                raise TimeoutError
        await sync_to_async(_asked, thread_sensitive=False)()
        await broker.set(signs.done_key("live"), int(clock.now().timestamp()), ex=signs.SECONDS)
    finally:
        await broker.aclose()


def _asked() -> None:
    """On a new connection: a database that takes no more connections fails this round too."""
    connection = connections.create_connection("default")
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    finally:
        connection.close()
