"""Beginning an account. Nothing is made before the mailed code was typed.

Known and unknown addresses look and cost the same (S6): the same work on the password, one session, one mail. What was
typed waits in the session, encrypted, for ten minutes.
"""

import secrets
from datetime import datetime
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_login
from allauth.account.models import EmailAddress, Login
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.utils.translation import get_language

from couples import clock, rate_limits
from couples.accounts import codes, limits
from couples.accounts.codes import ATTEMPTS, CODE_LIFE, NOTICE_LIFE
from couples.accounts.models import AddressChange, Person
from couples.localized import hours
from couples.outbox.services import post
from couples.space import services as space
from couples.space.errors import SpaceError
from couples.space.models import Invitation

PENDING = "signing_up"


def begin(
    request: HttpRequest,
    *,
    email: str,
    name: str,
    zone: str,
    browser_hours: str,
    password: str = "",
    joins: Invitation | None = None,
    agrees: int = 0,
) -> None:
    """`zone` and `browser_hours` as the browser filled them in, empty where it did not. `joins` is the invitation they
    said yes to: the code is then all that stands between. `agrees` is the text they agreed to with it.
    """
    told = {"email": email, "name": name, "zone": zone, "password": make_password(password or None)}
    told |= {"locale": get_language() or settings.LANGUAGE_CODE, "browser_hours": browser_hours or hours()}
    told |= {"joins": str(joins.pk) if joins else ""}
    mail_code(request, told | ({"agreed_to": agrees, "agreed_at": clock.now().isoformat()} if agrees else {}))


def pending(request: HttpRequest) -> dict[str, Any] | None:
    """What waits for its code in this browser."""
    told: dict[str, Any] | None = request.session.get(PENDING)
    return told if told and codes.still_counts(told["at"]) else None


@transaction.atomic
def mail_code(request: HttpRequest, told: dict[str, Any]) -> None:
    """A new code; the one before it is worth nothing. Whoever has an account already is told so instead."""
    email = told["email"]
    limits.refuse_too_many_mails(request, email)
    code, id = get_adapter().generate_email_verification_code(), secrets.token_hex(8)
    waiting = {"id": id, "code": codes.digest("signing_up", id, code), "at": codes.timestamp(), "left": ATTEMPTS}
    request.session[PENDING] = told | waiting
    taken = is_taken(email)
    # Both rows hold a code, encrypted, so that they look alike; only one of the two mails shows it.
    post(
        kind="account_exists" if taken else "verify_code",
        address=email,
        params={"code": code},
        grace=NOTICE_LIFE if taken else CODE_LIFE,
    )


def is_taken(email: str) -> bool:
    """Two questions, whatever the first one says. An address somebody can still go back to is theirs."""
    has_account = Person.objects.filter(email=email).exists()
    return AddressChange.objects.open().filter(before=email).exists() or has_account


def confirm(request: HttpRequest, told: dict[str, Any], code: str) -> Person | None:
    """The new account, when it was the code. Three tries, however many come at once."""
    allowed = rate_limits.take(request, "sign_up_code", rates=f"{ATTEMPTS}/10m/key", key=told["id"])
    if not allowed or not constant_time_compare(told["code"], codes.digest("signing_up", told["id"], code)):
        _use_up_one(request, told)
        return None
    del request.session[PENDING]
    return _made(told)


def join(told: dict[str, Any], person: Person) -> bool:
    """Whether they are with their partner now. An invitation may have ended while the code was typed."""
    said_yes_to = str(told.get("joins", ""))
    open_ = Invitation.objects.open().select_related("couple")
    invitation = open_.filter(pk=said_yes_to).first() if said_yes_to else None
    if invitation is None:
        return False
    try:
        space.join(invitation, by=person)
    except SpaceError:
        return False
    return True


def sign_in(request: HttpRequest, person: Person, *, then: str | None) -> HttpResponse:
    login = Login(user=person, email=person.email, signup=True, redirect_url=then)
    answer: HttpResponse = perform_login(request, login)
    return answer


def _use_up_one(request: HttpRequest, told: dict[str, Any]) -> None:
    if told["left"] <= 1:
        del request.session[PENDING]
    else:
        request.session[PENDING] = told | {"left": told["left"] - 1}


def _made(told: dict[str, Any]) -> Person | None:
    if is_taken(told["email"]):
        return None
    details = {key: told[key] for key in ("email", "name", "password", "locale", "browser_hours")}
    details |= {"zone": told["zone"] or "UTC", "asks_zone": not told["zone"]}
    if agreed := told.get("agreed_to"):
        details |= {"agreed_to": agreed, "agreed_at": datetime.fromisoformat(told["agreed_at"])}
    try:
        with transaction.atomic():
            person = Person.objects.create(**details)
            EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
    except IntegrityError:  # in another browser, a moment ago
        return None
    return person
