from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.utils import get_next_redirect_url, passthrough_next_redirect_url
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from couples.accounts.forms import ConfirmForm
from couples.accounts.signing_up import doors, services
from couples.htmx import see_other, swap
from couples.space import first_note

View = Callable[..., HttpResponse]

CODE_PAGE = "account_email_verification_sent"


def by_invitation(view: View) -> View:
    """Who comes here from their partner's invitation joins on its own page: it knows their address."""

    @wraps(view)
    def led(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if doors.invitation(request):
            return see_other(get_next_redirect_url(request))
        return view(request, *args, **kwargs)

    return led


def begun(request: HttpRequest) -> HttpResponse:
    return see_other(passthrough_next_redirect_url(request, reverse(CODE_PAGE), "next"))


def code(request: HttpRequest) -> HttpResponse:
    """The code from the mail, after sign-up. With it the account begins."""
    told = services.pending(request)
    if told is None:
        return see_other("account_signup")
    if request.method != "POST":
        return _page(request, ConfirmForm(), told)
    if request.POST.get("action") == "resend":
        services.mail_code(request, told)
        return begun(request)
    form = ConfirmForm(request.POST)
    if form.is_valid():
        if person := services.confirm(request, told, form.cleaned_data["code"]):
            then = reverse(first_note.PAGE) if services.join(told, person) else get_next_redirect_url(request)
            return services.sign_in(request, person, then=then)
        if services.pending(request) is None:
            messages.error(request, get_adapter().error_messages["too_many_codes"])
            return see_other("account_signup")
        form.add_error("code", get_adapter().error_messages["incorrect_code"])
    return _page(request, form, told)


@require_safe
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """The link an operator hands on leads to sign-up and, once that is done, to Today."""
    if doors.invited_by_operator(token) is None:
        return swap(request, "account/invited_gone.html", status=404)
    if request.user.is_authenticated:
        return see_other("today:home")
    return see_other(f"{reverse('account_signup')}?{urlencode({'next': request.path})}")


def _page(request: HttpRequest, form: ConfirmForm, told: dict[str, Any]) -> HttpResponse:
    then = get_next_redirect_url(request)
    kept = format_html('<input type="hidden" name="next" value="{}">', then) if then else ""
    shown: dict[str, Any] = {"verify_form": form, "email": told["email"], "can_resend": True, "redirect_field": kept}
    joining = bool(told.get("joins"))
    template = "account/confirm_email_verification_code.html"
    return swap(request, template, joining=joining, over=then if joining else "", begins=True, **shown)
