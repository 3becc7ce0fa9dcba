"""How often somebody may try, and how much mail a request may cause, so that no stranger locks a person out (S10, S24).

Tries and mails count by address and origin together, and by address alone only far more slowly. A device its person has
signed in on before counts by itself: whatever strangers use up elsewhere, it goes on. Without a cache nothing can be
counted, and whoever asks is refused.
"""

import secrets
from typing import Any

from allauth.core.internal import ratelimit
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from couples import keyed, rate_limits

#: Amounts in a time: `3/m` is three a minute, `10/d` ten a day.
MAILS_TO_ONES_OWN = "3/m/key,12/h/key,24/d/key"
MAILS_FROM_ONE_ORIGIN = "3/m/key,6/h/key,10/d/key"
MAILS_TO_AN_ADDRESS = "20/d/key"
WRONG_PASSWORDS_FROM_STRANGERS = "50/d/key"

COOKIE = "__Host-known" if settings.HTTPS else "known"
YEAR = 365 * 24 * 3600
_SALT = "couples.accounts.limits"
_MOST = 4  # people who share a browser


def origin(request: HttpRequest, address: str) -> str:
    """What tries for this address are counted by: the device if it is known for it, else where they come from."""
    device = known_device(request, address)
    where = f"device:{device}" if device else f"from:{ratelimit.get_ip(request)}"
    return keyed.digest("origin", f"{address}:{where}")  # the cache learns no address either


def known_device(request: HttpRequest, address: str) -> str:
    """The name of a device that the person of this address has signed in on, or ""."""
    user = request.user
    if user.is_authenticated and user.email == address:
        return str(user.pk)
    said = _said(request)
    return str(said["id"]) if _name(address) in said["of"] else ""


def remember(request: HttpRequest, response: HttpResponse, address: str) -> None:
    """This device is known for this address from now on. The cookie tells nobody whose it is."""
    said = _said(request)
    of = [_name(address), *(each for each in said["of"] if each != _name(address))][:_MOST]
    value = signing.TimestampSigner(salt=_SALT).sign_object({"id": said["id"], "of": of})
    response.set_cookie(COOKIE, value, max_age=YEAR, secure=settings.HTTPS, httponly=True, samesite="Lax")


def refuse_too_many_mails(request: HttpRequest, address: str) -> None:
    """Before a mail that anybody can cause: the same answer whether there is an account or not (S6)."""
    rates = [("mail_own", MAILS_TO_ONES_OWN, origin(request, address))]
    if not known_device(request, address):
        rates = [
            ("mail_origin", MAILS_FROM_ONE_ORIGIN, origin(request, address)),
            ("mail_address", MAILS_TO_AN_ADDRESS, address),
        ]
    for action, most, key in rates:
        rate_limits.take_or_refuse(request, action, rates=most, key=key)


def take_a_guess(request: HttpRequest, address: str) -> Any:
    """Counts a password from a device that is not known; None when strangers have guessed too often today."""
    return rate_limits.take(request, "guess", rates=WRONG_PASSWORDS_FROM_STRANGERS, key=address)


def _name(address: str) -> str:
    return keyed.digest("known device", address)[:32]


def _said(request: HttpRequest) -> dict[str, Any]:
    signer = signing.TimestampSigner(salt=_SALT)
    try:
        said: dict[str, Any] = signer.unsign_object(request.COOKIES.get(COOKIE, ""), max_age=YEAR)
    except signing.BadSignature:
        return {"id": secrets.token_hex(8), "of": []}
    return said
