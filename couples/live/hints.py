import json
import logging
from functools import cache
from typing import TYPE_CHECKING
from uuid import UUID

import redis
from django.conf import settings
from django.db import transaction
from redis.backoff import NoBackoff
from redis.retry import Retry

if TYPE_CHECKING:
    from couples.accounts.models import Person
    from couples.space.models import Couple

log = logging.getLogger(__name__)


@cache
def _doorbell() -> redis.Redis:
    return redis.Redis.from_url(
        settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1, retry=Retry(NoBackoff(), 1)
    )


def couple_channel(couple_id: UUID) -> str:
    return f"nearer:live:couple:{couple_id}"


#: As a pattern, for whoever listens for all pages at once.
EVERY_CHANNEL = "nearer:live:*"


def person_channel(person_id: UUID) -> str:
    return f"nearer:live:person:{person_id}"


def announce(
    couple: "Couple", topic: str, id: UUID | None = None, *, rev: int | None = None, only: "Person | None" = None
) -> None:
    """After commit, hint to both members' open pages that `topic` changed; to one person's only with `only`.

    Use `only` for whatever the partner must not learn of: a draft, a sealed answer, a setting. Nothing depends on a
    hint arriving.
    """
    channel = person_channel(only.pk) if only else couple_channel(couple.pk)
    hint = json.dumps({"topic": topic, "id": str(id) if id else None, "rev": rev})
    transaction.on_commit(lambda: _publish(channel, hint), robust=True)


def _publish(channel: str, hint: str) -> None:
    try:
        _doorbell().publish(channel, hint)
    except redis.RedisError:
        log.warning("A hint could not be sent; pages catch up when they are next looked at")
