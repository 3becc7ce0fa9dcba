"""Who may begin an account here (NEARER_SIGNUP). Somebody their partner invited always may.

What invites is the address that sign-up leads on to (`next`): the partner's invitation, or a link of the operator's.
"""

from urllib.parse import urlsplit

from allauth.account.utils import get_next_redirect_url
from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse

from couples.space.errors import InvitationGone
from couples.space.services import find_open

WEEK = 7 * 24 * 3600
_SALT = "couples.accounts.doors"


def is_open_to_all() -> bool:
    return bool(settings.SIGNUP == "open")


def is_open(request: HttpRequest) -> bool:
    return is_open_to_all() or invited_address(request) is not None


def invited_address(request: HttpRequest) -> str | None:
    """Whom the invitation that this sign-up began with is for."""
    try:
        at = resolve(urlsplit(get_next_redirect_url(request) or "").path)
    except (Resolver404, ValueError):
        return None
    token = str(at.kwargs.get("token", ""))
    if at.view_name == "space:welcome":
        return _invited_by_partner(token)
    return invited_by_operator(token) if at.view_name == "invited" else None


def link(address: str) -> str:
    """For one person, by whoever runs this server; a week."""
    token = signing.dumps(address, salt=_SALT)
    return settings.PUBLIC_URL + reverse("invited", args=[token])


def _invited_by_partner(token: str) -> str | None:
    try:
        return find_open(token).email
    except InvitationGone:
        return None


def invited_by_operator(token: str) -> str | None:
    if settings.SIGNUP == "closed":
        return None
    try:
        return str(signing.loads(token, salt=_SALT, max_age=WEEK))
    except signing.BadSignature:
        return None
