from allauth.account.adapter import get_adapter
from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from couples import rate_limits
from couples.access import PersonRequest, person_required
from couples.accounts import reauthentication
from couples.accounts.forms import ConfirmForm
from couples.htmx import see_other, swap

TRIES = "10/m/key"


@require_http_methods(["GET", "POST"])
@person_required
def confirm(request: PersonRequest) -> HttpResponse:
    """Is it you? A code to the person's own address, for who has no password."""
    if request.method != "POST":
        return _page(request, ConfirmForm())
    # Attempts are counted in the session, which parallel requests could each read before the others write it.
    rate_limits.take_or_refuse(request, "reauthenticate", rates=TRIES, key=str(request.person.pk))
    if request.POST.get("action") == "send":
        reauthentication.mail_code(request)
        return see_other(f"{reverse('confirm')}?{request.GET.urlencode()}")
    form = ConfirmForm(request.POST)
    if form.is_valid():
        if reauthentication.confirm(request, form.cleaned_data["code"]):
            return see_other(_next(request))
        form.add_error("code", get_adapter().error_messages["incorrect_code"])
    return _page(request, form)


def _page(request: PersonRequest, form: ConfirmForm) -> HttpResponse:
    return swap(request, "account/confirm.html", form=form, sent=reauthentication.is_code_open(request))


def _next(request: PersonRequest) -> str:
    """Only ever a page of Nearer."""
    wanted = request.GET.get("next", "")
    own = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if own else reverse("you")
