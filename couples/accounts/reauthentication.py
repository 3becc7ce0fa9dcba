"""Whether somebody has lately shown that it is them (S7), for people with a password and people without one.

allauth asks for a password, and counts somebody without one as freshly signed in for ever. Here signing in counts for
the first five minutes, for everybody. After that the password is asked for, or a code mailed to their own address.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar
from urllib.parse import urlencode

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from django.contrib.auth.signals import user_logged_in
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from couples.access import PersonRequest
from couples.accounts import codes, limits
from couples.accounts.codes import ATTEMPTS, CODE_LIFE
from couples.htmx import see_other
from couples.outbox.services import post

P = ParamSpec("P")
R = TypeVar("R", bound=PersonRequest)

SIGNED_IN, CODE = "signed_in_at", "fresh_code"


def freshly_signed_in(
    view: Callable[Concatenate[R, P], HttpResponse],
) -> Callable[Concatenate[R, P], HttpResponse]:
    """Ask "is it you?" before the view. Stands inside `person_required` or `couple_required`.

    A change that was being sent is not sent by itself afterwards: the person comes back to its page.
    """

    @wraps(view)
    def guarded(request: R, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if is_fresh(request):
            return view(request, *args, **kwargs)
        page = "account_reauthenticate" if request.person.has_usable_password() else "confirm"
        back = request.get_full_path() if request.method == "GET" else request.path
        return see_other(f"{reverse(page)}?{urlencode({'next': back})}")

    return guarded


def is_fresh(request: PersonRequest) -> bool:
    """By this session alone: a sign-in on one phone says nothing about who holds the other phone."""
    records = get_authentication_records(request, request.person)
    times: list[float] = [
        request.session.get(SIGNED_IN, 0),
        *(each["at"] for each in records if each.get("reauthenticated")),
    ]
    return 0 <= codes.timestamp() - max(times) < float(app_settings.REAUTHENTICATION_TIMEOUT)


@receiver(user_logged_in, dispatch_uid="fresh")
def _remember(request: HttpRequest, **_kwargs: Any) -> None:
    request.session[SIGNED_IN] = codes.timestamp()


@transaction.atomic
def mail_code(request: PersonRequest) -> None:
    """A new code; the one before it is worth nothing from here on."""
    limits.refuse_too_many_mails(request, request.person.email)
    code = get_adapter().generate_login_code()
    post(kind="confirm_code", person=request.person, params={"code": code}, grace=CODE_LIFE)
    digest = codes.digest("fresh", request.person.pk, code)
    request.session[CODE] = {"digest": digest, "at": codes.timestamp(), "left": ATTEMPTS}


def is_code_open(request: PersonRequest) -> bool:
    asked: dict[str, Any] = request.session.get(CODE) or {"left": 0, "at": 0}
    return bool(asked["left"] > 0 and codes.still_counts(asked["at"]))


def confirm(request: PersonRequest, code: str) -> bool:
    """Whether this is the code. The right one uses it up, and so does the third wrong one."""
    if not is_code_open(request):
        return False
    asked: dict[str, Any] = request.session[CODE]
    if not constant_time_compare(asked["digest"], codes.digest("fresh", request.person.pk, code)):
        request.session[CODE] = asked | {"left": asked["left"] - 1}
        return False
    del request.session[CODE]
    record_authentication(request, request.person, method="code", reauthenticated=True)
    return True
