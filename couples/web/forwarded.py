"""Where a request came from, and whether it came by https, as the proxies in front say.

Only the last NEARER_PROXIES entries of X-Forwarded-For were written by our proxies. Whoever asks can make up the
entries before them. If there are too few entries, or one is no address, only the nearest proxy is believed: that is
less exact and opens nothing (S10).
"""

import logging
from collections.abc import Callable
from functools import cache
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port

log = logging.getLogger(__name__)

PROTO = "HTTP_X_FORWARDED_PROTO"


class ForwardedMiddleware:
    """Before all others: a proxy may write `HTTPS`, and would be sent to https for ever."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if said := request.META.get(PROTO):
            request.META[PROTO] = said.lower()
        elif settings.SECURE_SSL_REDIRECT and "HTTP_X_FORWARDED_FOR" in request.META:
            _once("The proxy in front says no X-Forwarded-Proto, so everybody is sent to https again and again")
        return self.get_response(request)


def client_address(request: HttpRequest) -> str:
    """By which tries are counted. `unknown` for everybody together when nothing says better."""
    count = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    said = [each for each in request.headers.get("X-Forwarded-For", "").split(",") if each.strip()]
    ours = said[-count:] if count else []
    if 0 < len(ours) < count:
        _once("NEARER_PROXIES is %s, but fewer proxies are in front: set it to how many there are", count)
        ours = ours[-1:]
    for each in ours:
        if address := clean(each):
            return address
    return clean(request.META.get("REMOTE_ADDR") or "") or "unknown"


def clean(said: str) -> str:
    """The address in it, without a port, quotes or brackets; "" when there is none."""
    host, port = split_domain_port(said.strip().strip('"').lower())
    try:
        return str(ip_address((host if port else said.strip().strip('"')).strip("[]")))
    except ValueError:
        return ""


@cache
def _once(words: str, *values: object) -> None:
    """Once for each process: it is so for every request."""
    log.warning(words, *values)
