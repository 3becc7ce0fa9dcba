"""Whether both have the same line open right now: the one sign of each other's presence there is (P4).

It lives in the cache for seconds and nowhere else. Whoever has a line open asks again and again; whoever stops asking,
for whatever reason, is gone by itself. Somebody who does not have the line open themselves is never told.
"""

from uuid import UUID

import redis
from django.core.cache import cache

from couples import live
from couples.accounts.models import Person
from journal.agreements import topics
from journal.agreements.models import Guideline

SECONDS = 12


def keep_open(line: Guideline, *, by: Person, partner: Person | None) -> bool:
    """Whether the partner has it open as well. Nothing is kept for somebody who is alone."""
    if partner is None:
        return False
    try:
        came = cache.add(_key(line.pk, by), 1, SECONDS)
        if not came:
            cache.touch(_key(line.pk, by), SECONDS)
        also = cache.get(_key(line.pk, partner)) is not None
    except redis.RedisError:
        return False
    if came and also:
        live.announce(line.couple, topics.OPEN, line.pk, only=partner)
    return also


def close(line: Guideline, *, by: Person, partner: Person | None) -> None:
    if partner is None:
        return
    try:
        went = cache.delete(_key(line.pk, by))
        also = cache.get(_key(line.pk, partner)) is not None
    except redis.RedisError:
        return
    if went and also:
        live.announce(line.couple, topics.OPEN, line.pk, only=partner)


def _key(line_id: UUID, person: Person) -> str:
    return f"nearer:open:{line_id}:{person.pk}"
