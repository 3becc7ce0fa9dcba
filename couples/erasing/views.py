"""Erasing everything: what goes and what stays is said first, and for seven days it can be undone."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from couples import clock
from couples.access import PersonRequest, attach_couple, person_required
from couples.accounts.models import Everything
from couples.accounts.reauthentication import freshly_signed_in
from couples.erasing import services
from couples.htmx import see_other, swap
from couples.space.models import Membership


@require_GET
@person_required
def home(request: PersonRequest) -> HttpResponse:
    """One thing, everything, or the account. Looking changes nothing and tells nobody (P2)."""
    attach_couple(request)
    keeps = Membership.objects.past().filter(person=request.person).exists()
    return swap(request, "couples/erasing/home.html", keeps=keeps)


@require_http_methods(["GET", "POST"])
@person_required
@freshly_signed_in  # S7
def words(request: PersonRequest) -> HttpResponse:
    return _asking(request, Everything.WORDS, "couples/erasing/words.html", then="erase:home")


@require_http_methods(["GET", "POST"])
@person_required
@freshly_signed_in  # S7
def whole_account(request: PersonRequest) -> HttpResponse:
    return _asking(request, Everything.ACCOUNT, "couples/erasing/account.html", then="erase:waiting")


def _asking(request: PersonRequest, what: Everything, page: str, *, then: str) -> HttpResponse:
    if request.method == "POST":
        services.ask(request.person, what=what, here=request.session.session_key)
        return see_other(then)
    attach_couple(request)
    return swap(request, page, until=clock.now() + services.LIFE)


@require_GET
@person_required
def waiting(request: PersonRequest) -> HttpResponse:
    """All that there is while an account is being erased."""
    if not request.person.erase_at:
        return see_other("today:home")
    return swap(request, "couples/erasing/waiting.html")


@require_POST
@person_required
def keeping(request: PersonRequest) -> HttpResponse:
    try:
        services.keep(request.person)
        messages.success(request, _("Nothing is erased. Everything you wrote is still there."))
    except services.Gone:
        messages.info(request, _("There is nothing to undo any more."))
    return see_other("you")


@require_http_methods(["GET", "HEAD", "POST"])
def by_mail(request: HttpRequest, token: str) -> HttpResponse:
    """Without signing in: looking changes nothing (E2), and the page names nobody."""
    try:
        person = services.find(token)
        if request.method == "POST":
            services.keep(person)
    except services.Gone:
        return swap(request, "couples/erasing/by_mail_gone.html", status=404)
    return swap(request, "couples/erasing/by_mail.html", done=request.method == "POST", until=person.erase_at)
