"""One stream of hints a visible page (server-sent events). Served by the ASGI process under /live/."""

import time
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import redis.asyncio
from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth import get_user
from django.db import close_old_connections
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.views.decorators.http import require_GET

from couples.access import memberships_of
from couples.accounts.models import Person
from couples.headers import answers_head
from couples.live.hints import couple_channel, person_channel

RECHECK_SECONDS = 4.0  # sign-out, leaving and revocation close the stream within 5 s (S8, S19)
STREAMS_A_PERSON = 8
_open: dict[UUID, int] = {}


def _who(request: HttpRequest) -> tuple[UUID, UUID] | None:
    """Person and couple this session may be hinted about, read afresh: it may have ended since the stream began."""
    close_old_connections()
    try:
        key = request.session.session_key
        if not key or not request.session.exists(key):
            return None
        person = get_user(request)
        if not isinstance(person, Person) or not person.is_active:
            return None
        memberships = memberships_of(person)
        return (person.pk, memberships[0].couple_id) if memberships else None
    finally:
        close_old_connections()


def _same_origin(request: HttpRequest) -> bool:
    """Browsers send Sec-Fetch-Site, and Origin across origins; a foreign page gets nothing to listen to (S19)."""
    origin = request.headers.get("Origin")
    if origin and _host_of(origin) != request.get_host():
        return False
    return request.headers.get("Sec-Fetch-Site", "same-origin") in {"same-origin", "none"}


def _host_of(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return None


@answers_head  # with 405: nobody would ever end a stream whose words are left out
@require_GET
async def stream(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    who = await sync_to_async(_who)(request)
    if who is None or not _same_origin(request):
        # 204 tells an EventSource to stop asking.
        return HttpResponse(status=204)
    if _open.get(who[0], 0) >= STREAMS_A_PERSON:
        return HttpResponse(status=429, headers={"Retry-After": "30"})
    response = StreamingHttpResponse(_hints(request, who), content_type="text/event-stream")
    response.headers["X-Accel-Buffering"] = "no"
    return response


async def _hints(request: HttpRequest, who: tuple[UUID, UUID]) -> AsyncIterator[str]:
    person_id, couple_id = who
    _open[person_id] = _open.get(person_id, 0) + 1
    doorbell = redis.asyncio.Redis.from_url(settings.REDIS_URL)
    try:
        async with doorbell.pubsub(ignore_subscribe_messages=True) as subscription:
            await subscription.subscribe(person_channel(person_id), couple_channel(couple_id))
            # The page refetches on this first line, so a hint lost before we subscribed costs nothing.
            yield "retry: 2000\nevent: ready\ndata: {}\n\n"
            async for line in _until_gone(request, who, subscription):
                yield line
    except redis.RedisError:
        return  # the page reconnects
    finally:
        _open[person_id] -= 1
        if not _open[person_id]:
            del _open[person_id]
        await doorbell.aclose()


async def _until_gone(request: HttpRequest, who: tuple[UUID, UUID], subscription: Any) -> AsyncIterator[str]:
    """Lines for as long as this session, person and couple stay as they were; then one goodbye."""
    checked = time.monotonic()
    while True:
        left = max(0.0, checked + RECHECK_SECONDS - time.monotonic())
        message = await subscription.get_message(timeout=left)
        if await sync_to_async(_who)(request) != who:
            yield "event: bye\ndata: {}\n\n"
            return
        checked = time.monotonic()
        yield f"event: hint\ndata: {message['data'].decode()}\n\n" if message else ": still here\n\n"
