"""Whether somebody has lately shown that it is them (S7), for people with a password and people without one.

allauth asks for a password, and takes whoever has none for fresh for ever. Here signing in counts for its first
minutes, for everybody; later it takes the password, or a code mailed to their own address.
"""

import time
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
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from couples.access import PersonRequest
from couples.accounts import limits
from couples.accounts.codes import ATTEMPTS, CODE_LIFE
from couples.accounts.models import Person
from couples.outbox.services import post

P = ParamSpec("P")
R = TypeVar("R", bound=PersonRequest)

SIGNED_IN, CODE = "signed_in_at", "fresh_code"


def freshly_signed_in(
    view: Callable[Concatenate[R, P], HttpResponse],
) -> Callable[Concatenate[R, P], HttpResponse]:
    """Inside `person_required` or `couple_required`. A change that was being sent is not sent later by itself: the
    person comes back to its page.
    """

    @wraps(view)
    def guarded(request: R, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if is_fresh(request):
            return view(request, *args, **kwargs)
        page = "account_reauthenticate" if request.person.has_usable_password() else "confirm"
        back = request.get_full_path() if request.method == "GET" else request.path
        return redirect(f"{reverse(page)}?{urlencode({'next': back})}")

    return guarded


def is_fresh(request: PersonRequest) -> bool:
    """Of this session alone: signing in on one phone says nothing about who holds the other."""
    records = get_authentication_records(request, request.person)
    times: list[float] = [
        request.session.get(SIGNED_IN, 0),
        *(each["at"] for each in records if each.get("reauthenticated")),
    ]
    return 0 <= time.time() - max(times) < float(app_settings.REAUTHENTICATION_TIMEOUT)


@receiver(user_logged_in, dispatch_uid="fresh")
def _remember(request: HttpRequest, **_kwargs: Any) -> None:
    request.session[SIGNED_IN] = time.time()


@transaction.atomic
def mail_code(request: PersonRequest) -> None:
    """A new code; the one before it is worth nothing from here on."""
    limits.refuse_too_many_mails(request, request.person.email)
    code = get_adapter().generate_login_code()
    post(kind="confirm_code", person=request.person, params={"code": code}, grace=CODE_LIFE)
    request.session[CODE] = {"digest": _digest(request.person, code), "at": time.time(), "left": ATTEMPTS}


def is_code_open(request: PersonRequest) -> bool:
    asked: dict[str, Any] = request.session.get(CODE) or {"left": 0, "at": 0}
    return bool(asked["left"] > 0 and 0 <= time.time() - asked["at"] < CODE_LIFE.total_seconds())


def confirm(request: PersonRequest, code: str) -> bool:
    """Whether it was the code. It is used up by that, as by the third wrong one."""
    if not is_code_open(request):
        return False
    asked: dict[str, Any] = request.session[CODE]
    if not constant_time_compare(asked["digest"], _digest(request.person, code)):
        request.session[CODE] = asked | {"left": asked["left"] - 1}
        return False
    del request.session[CODE]
    record_authentication(request, request.person, method="code", reauthenticated=True)
    return True


def _digest(person: Person, code: str) -> str:
    """Keyed, so that whoever reads the sessions in a stolen database cannot try all codes against it."""
    typed = "".join(code.split()).replace("-", "").upper()
    return salted_hmac("couples.accounts.fresh", f"{person.pk}:{typed}", algorithm="sha256").hexdigest()
