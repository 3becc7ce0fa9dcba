"""Who may begin an account here (NEARER_SIGNUP). Somebody their partner invited always may, on the invitation's page.

What invites is the address that a page leads on to (`next`): the partner's invitation, or a link of the operator's.
"""

from urllib.parse import urlsplit

from allauth.account.utils import get_next_redirect_url
from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.urls import Resolver404, ResolverMatch, resolve, reverse

from couples.space.errors import InvitationGone
from couples.space.models import Invitation
from couples.space.services import find_sent

WEEK = 7 * 24 * 3600
_SALT = "couples.accounts.doors"


def is_open_to_all() -> bool:
    return bool(settings.SIGNUP == "open")


def is_open(request: HttpRequest) -> bool:
    return is_open_to_all() or invited_address(request) is not None


def invited_address(request: HttpRequest) -> str | None:
    """Whom the operator's invitation that this sign-up began with is for."""
    at = _next(request)
    return invited_by_operator(str(at.kwargs["token"])) if at and at.view_name == "invited" else None


def invitation(request: HttpRequest) -> Invitation | None:
    """The partner's, if this page leads on to one."""
    at = _next(request)
    if at is None or at.view_name != "space:welcome":
        return None
    try:
        return find_sent(str(at.kwargs["token"]))
    except InvitationGone:
        return None


def link(address: str) -> str:
    """For one person, by whoever runs this server; a week."""
    token = signing.dumps(address, salt=_SALT)
    return settings.PUBLIC_URL + reverse("invited", args=[token])


def invited_by_operator(token: str) -> str | None:
    if settings.SIGNUP == "closed":
        return None
    try:
        return str(signing.loads(token, salt=_SALT, max_age=WEEK))
    except signing.BadSignature:
        return None


def _next(request: HttpRequest) -> ResolverMatch | None:
    try:
        return resolve(urlsplit(get_next_redirect_url(request) or "").path)
    except (Resolver404, ValueError):
        return None
