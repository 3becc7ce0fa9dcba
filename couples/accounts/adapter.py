from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import EmailAddress
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from couples import localized
from couples.accounts import limits, services, sessions
from couples.accounts.address_change import services as address_change
from couples.accounts.codes import CODE_LIFE, NOTICE_LIFE
from couples.accounts.models import Person
from couples.accounts.signing_up import doors
from couples.htmx import see_other
from couples.outbox.services import post
from couples.web.forwarded import client_address

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
#: Whatever anybody can cause by typing an address: counted, and as much work for an address without an account (S6).
ASKED_FOR = {"verify_code", "login_code", "reset_code", "account_exists", "unknown_account"}
#: A change of address is told by the service that knows both mailboxes (couples/accounts/address_change/services.py).
TOLD = {"email_changed"}


def display_name(person: Person) -> str:
    return person.name


class AccountAdapter(DefaultAccountAdapter):
    """Sends every account mail through the outbox, and speaks in Nearer's voice."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("That email address and password don’t match. You can ask for a code instead."),
        "incorrect_code": _("That isn’t the code we sent. Check the newest email and type it again."),
        "incorrect_password": _("That password isn’t right."),
        "too_many_login_attempts": _("That was a lot of tries. Wait five minutes, or ask for a code by email."),
        "rate_limited": _("That was a lot at once. Wait a minute, then try again."),
        "account_inactive": _("This account is closed."),
        "many_guesses": _(
            "There were many wrong passwords for this address today. "
            "Ask for a code by email instead, or use a device you have signed in on before."
        ),
        "too_many_codes": _("That code no longer works. Start again."),
        "duplicate_email": _("That is the address you have."),
        "made_up": _("You are looking around as someone made up. Their address can’t become a real one."),
        "email_taken": _("That address belongs to another account here. Sign in with it instead, or use another one."),
    }

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Post the mail, alike for known and unknown addresses (S6). Codes travel encrypted in the row until they are
        sent.
        """
        name = template_prefix.rpartition("/")[2]
        if name in TOLD:
            return
        kind = KINDS[name]
        if kind in ASKED_FOR:
            limits.refuse_too_many_mails(self.request, email)
        person = context.get("user") or None
        code = context.get("code")
        kept = code or (self.generate_login_code() if kind in ASKED_FOR else None)
        params = {"code": kept} if kept else None
        post(kind=kind, person=person, address=email, params=params, grace=CODE_LIFE if code else NOTICE_LIFE)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return doors.is_open(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Wrong passwords are counted by origin, so that no stranger locks somebody out; all strangers' together only
        by the day, and then a known device and a mailed code still let their person in.
        """
        super().pre_authenticate(request, **credentials)
        address = credentials.get("email", "")
        self._guess: Any = None
        if not limits.known_device(request, address):
            self._guess = limits.take_a_guess(request, address)
            if not self._guess:
                raise self.validation_error("many_guesses")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Person | None:
        person: Person | None = super().authenticate(request, **credentials)
        if person and self._guess:
            self._guess.rollback()
        return person

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        return limits.origin(request, credentials.get("email", ""))

    def post_login(self, request: HttpRequest, user: Person, **how: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **how)
        limits.remember(request, response, user.email)
        services.heard_of_hours(user, localized.hours_of(localized.region_of_browser(request)))
        return response

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """A first address, or another one: then both mailboxes are told, and every other session ends."""
        person = email_address.user
        before = EmailAddress.objects.filter(user=person, verified=True).exclude(email=email_address.email).first()
        with transaction.atomic():
            confirmed: bool = super().confirm_email(request, email_address)
            if confirmed and before:
                address_change.moved(person, before=before.email, here=request.session.session_key)
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
            return see_other("account_login")
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
