"""Leaving in three steps, and what the one who stays reads the next time they come."""

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from couples.access import CoupleRequest, PersonRequest, attach_couple, couple_required, person_required
from couples.accounts.reauthentication import freshly_signed_in
from couples.htmx import see_other, swap
from couples.space.leaving import services

#: Where somebody goes on from the page that says that the other one has left.
ON = {"read": "kept:list", "begin": "today:begin", "later": "you"}


@require_GET
@couple_required
def home(request: CoupleRequest) -> HttpResponse:
    """Step 1: a copy of one's words, or none. Looking at these pages changes nothing and tells nobody (P2)."""
    return swap(request, "couples/leaving/home.html")


@require_GET
@couple_required
def telling(request: CoupleRequest) -> HttpResponse:
    """Step 2: whether the other one gets an email. Nothing is chosen beforehand. Nobody to tell, no such step."""
    return swap(request, "couples/leaving/telling.html") if request.partner else see_other("leaving:now")


@require_http_methods(["GET", "POST"])
@couple_required
@freshly_signed_in  # S7
def now(request: CoupleRequest) -> HttpResponse:
    """The last step. A second tap finds no couple any more, and is led to what stays theirs."""
    if request.method == "POST":
        services.leave(request.couple, by=request.person, tell=request.POST.get("tell") == "yes")
        messages.success(request, _("You’ve left. This is what you keep."))
        return see_other("kept:list")
    return swap(request, "couples/leaving/now.html", tell=request.GET.get("tell") == "yes")


@require_http_methods(["GET", "POST"])
@person_required
def told(request: PersonRequest) -> HttpResponse:
    """For the one who stays: once, until they go on from here."""
    closed = services.untold(request.person)
    if closed is None:
        return see_other("today:home")
    if request.method == "POST":
        services.hear(closed)
        return see_other(ON.get(request.POST.get("go", ""), "kept:list"))
    attach_couple(request)
    return swap(request, "couples/leaving/told.html", other=services.other_of(closed))
