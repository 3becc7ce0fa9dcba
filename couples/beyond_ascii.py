"""Whether our mail server takes names beyond ASCII before the @ (SMTPUTF8, RFC 6531), as it said when last asked."""

from contextlib import suppress

from django.core.cache import cache
from redis.exceptions import RedisError

_KEY, _WEEK = "mail:smtputf8", 7 * 24 * 3600


def note(offered: bool) -> None:
    """By whoever has just said EHLO. Mail goes on without a cache."""
    with suppress(RedisError):
        cache.set(_KEY, offered, _WEEK)


def is_offered() -> bool:
    """False, too, while nobody has asked yet: better to refuse at the field than to lose a code."""
    return bool(cache.get(_KEY, False))
