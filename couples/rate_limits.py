"""How often something may be done: one counter for all of it, kept in the cache.

The counter is allauth's, which counts its own pages by it too. Amounts are written as there: `3/m/key` is three a
minute, `12/h/key,24/d/key` twelve an hour and twenty-four a day.
"""

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal import ratelimit
from allauth.core.internal.ratelimit import RateLimitUsage
from django.http import HttpRequest

from couples import keyed


def take(request: HttpRequest, action: str, *, rates: str, key: str) -> RateLimitUsage | None:
    """Count this time; None when it is one too many. What was taken can be given back (`rollback`).

    Raises redis.RedisError while there is no cache. The cache learns no `key`: it may be an address.
    """
    hidden = keyed.digest("limit", key)
    return ratelimit.consume(request, app="nearer", action=action, config={action: rates}, key=hidden, limit_get=True)


def take_or_refuse(request: HttpRequest, action: str, *, rates: str, key: str) -> None:
    """Count this time. One too many is answered with the page that says so (429), and nothing else happens."""
    if not take(request, action, rates=rates, key=key):
        raise ImmediateHttpResponse(ratelimit.respond_429(request))
