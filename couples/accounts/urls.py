"""allauth's pages. Whatever changes who can sign in asks "is it you?" first, with or without a password (S23).

Open is what is named here; a page that a later release of allauth brings along is behind the question.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import urls
from allauth.account.internal.flows.password_reset_by_code import PASSWORD_RESET_VERIFICATION_SESSION_KEY
from allauth.account.internal.stagekit import LOGIN_SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from couples.access import person_required, with_couple
from couples.accounts import reauthentication_views
from couples.accounts.address_change import views as address_change_views
from couples.accounts.models import Person
from couples.accounts.reauthentication import freshly_signed_in
from couples.accounts.signing_up import services as signing_up
from couples.accounts.signing_up import views as signing_up_views

#: For whoever is not signed in, or only there to be asked who they are.
OPEN = {
    "account_login",
    "account_logout",
    "account_signup",
    "account_inactive",
    "account_reauthenticate",
    "account_request_login_code",
    "account_confirm_login_code",
    "account_reset_password",
    "account_password_reset_completed",
}
#: Signing up ends here, and so does a change of address.
BOTH = {"account_email_verification_sent"}

#: What a code to set a new password was mailed for.
RESET = {"account_confirm_password_reset_code", "account_complete_password_reset"}

View = Callable[..., HttpResponse]


def guarded(view: View) -> View:
    return person_required(freshly_signed_in(view))


def after_a_code(view: View) -> View:
    """Signed in, it is another address; else an account begins, or one of before goes on."""
    fresh = guarded(view)

    @wraps(view)
    def one_of_three(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return fresh(request, *args, **kwargs)
        begins = signing_up.PENDING in request.session and LOGIN_SESSION_KEY not in request.session
        return (signing_up_views.code if begins else view)(request, *args, **kwargs)

    return one_of_three


def still_theirs(view: View) -> View:
    """A code mailed to an address that is the account's no longer sets no password."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = request.session.get(PASSWORD_RESET_VERIFICATION_SESSION_KEY) or {}
        owner = asked.get("user_id")
        if owner and not Person.objects.filter(pk=owner, email=asked.get("email")).exists():
            del request.session[PASSWORD_RESET_VERIFICATION_SESSION_KEY]
        return view(request, *args, **kwargs)

    return checked


def _ours(pattern: URLPattern) -> URLPattern:
    view = pattern.callback
    if pattern.name == "account_signup":
        view = signing_up_views.by_invitation(view)
    elif pattern.name in RESET:
        view = still_theirs(view)
    elif pattern.name not in OPEN:
        view = after_a_code(view) if pattern.name in BOTH else guarded(view)
    return URLPattern(pattern.pattern, with_couple(view), pattern.default_args, pattern.name)


urlpatterns = [
    path("confirmation/", with_couple(reauthentication_views.confirm), name="confirm"),
    path("invited/<str:token>/", signing_up_views.invited, name="invited"),
    path("email/undo/<str:token>/", address_change_views.undo, name="email-undo"),
    *map(_ours, urls.urlpatterns),
]
