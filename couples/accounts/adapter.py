from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import EmailAddress
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from couples.accounts import changing, sessions
from couples.accounts.models import Person
from couples.outbox.services import post

CODE_LIFE, NOTICE_LIFE = timedelta(minutes=10), timedelta(days=1)

#: allauth's own mail templates, and the kind of our message that takes their place.
KINDS = {
    "email_confirmation": "verify_code",
    "email_confirmation_signup": "verify_code",
    "login_code": "login_code",
    "password_reset_code": "reset_code",
    "account_already_exists": "account_exists",
    "unknown_account": "unknown_account",
    "password_changed": "password_changed",
    "password_set": "password_added",
    "password_reset": "password_changed",
}
#: A change of address is told by the service that knows both mailboxes (couples/accounts/changing.py).
TOLD = {"email_changed"}


def display_name(person: Person) -> str:
    return person.name


class AccountAdapter(DefaultAccountAdapter):
    """Sends every account mail through the outbox, and speaks in Nearer's voice."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _(
            "That address and password don't belong together. You can ask for a code instead."
        ),
        "incorrect_code": _("That isn't the code we sent. Look at the newest mail, and type it again."),
        "incorrect_password": _("That isn't your password."),
        "too_many_login_attempts": _("That was several tries in a row. Wait five minutes, or ask for a code by mail."),
        "rate_limited": _("That was a lot at once. Wait a minute, then try again."),
        "account_inactive": _("This account is closed."),
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Post the mail, alike for known and unknown addresses (S6). Codes travel sealed in the row until they are
        sent.
        """
        name = template_prefix.rpartition("/")[2]
        if name in TOLD:
            return
        kind = KINDS[name]
        person = context.get("user") or None
        code = context.get("code")
        # A code is of no use after its ten minutes; a notice still is for a day.
        grace = CODE_LIFE if code else NOTICE_LIFE
        post(kind=kind, person=person, address=email, params={"code": code} if code else None, grace=grace)

    def save_user(self, request: HttpRequest, user: Person, form: Any, commit: bool = True) -> Person:
        user.email = form.cleaned_data["email"]
        user.name = form.cleaned_data["name"]
        user.zone = form.cleaned_data["zone"] or "UTC"
        user.asks_zone = not form.cleaned_data["zone"]
        super().save_user(request, user, form, commit=commit)
        return user

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """A first address, or another one: then both mailboxes are told, and every other session ends."""
        person = email_address.user
        before = EmailAddress.objects.filter(user=person, verified=True).exclude(email=email_address.email).first()
        with transaction.atomic():
            confirmed: bool = super().confirm_email(request, email_address)
            if confirmed and before:
                changing.moved(person, before=before.email, here=request.session.session_key)
                messages.success(request, _("Your address is changed. You are signed out everywhere else."))
        return confirmed

    def set_password(self, user: Person, password: str) -> None:
        """Whoever was signed in elsewhere may be why: their pages, streams and devices end with the old password."""
        with transaction.atomic():
            super().set_password(user, password)
            sessions.end_all(user, but=self.request.session.session_key)

    def pre_login(self, request: HttpRequest, user: Person, **how: Any) -> HttpResponse | None:
        """A code mailed to an address that is the account's no longer signs nobody in (S23)."""
        if (address := how.get("email")) and address.lower() != user.email.lower():
            clear_login(request)
            return redirect("account_login")
        refused: HttpResponse | None = super().pre_login(request, user, **how)
        return refused

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("you")

    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:
        return reverse("you")

    def is_safe_url(self, url: str | None) -> bool:
        """Where to go next comes with the address of the page, from anybody: what is no address leads nowhere."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return reverse("today:home")
