"""The sign of life of whoever serves hints: every few seconds one goes out and comes back, and the database answers.

It goes the way of every hint, so that an answer says more than that the process is there.
"""

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator
from uuid import uuid4

import redis.asyncio
from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import DatabaseError, connections

from config import signs

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
            log.warning("No hint came through: %s", type(error).__name__)
        await asyncio.sleep(EVERY)


async def once() -> None:
    """Raises whatever keeps hints from open pages."""
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
        await broker.set(signs.done_key("live"), int(time.time()), ex=signs.SECONDS)
    finally:
        await broker.aclose()


def _asked() -> None:
    """On a connection of its own: that the database takes one more is part of the question."""
    connection = connections.create_connection("default")
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    finally:
        connection.close()
