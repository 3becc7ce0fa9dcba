from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

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
    "password_set": "password_changed",
    "password_reset": "password_changed",
    "email_changed": "email_changed",
    "email_confirm": "email_changed",
    "email_deleted": "email_changed",
}


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
        kind = KINDS[template_prefix.rpartition("/")[2]]
        person = context.get("user") or None
        code = context.get("code")
        # A code is of no use after its ten minutes; a notice still is for a day.
        grace = CODE_LIFE if code else NOTICE_LIFE
        post(kind=kind, person=person, address=email, params={"code": code} if code else None, grace=grace)

    def save_user(self, request: HttpRequest, user: Person, form: Any, commit: bool = True) -> Person:
        user.email = form.cleaned_data["email"]
        user.name = form.cleaned_data["name"]
        user.zone = form.cleaned_data["zone"]
        super().save_user(request, user, form, commit=commit)
        return user

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return reverse("today:home")
