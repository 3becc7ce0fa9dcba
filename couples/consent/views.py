"""What somebody agreed to: asked once of whoever is here already, shown under You, and the ways back (G1)."""

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from couples.access import PersonRequest, attach_couple, person_required
from couples.consent import services
from couples.consent.forms import AgreementForm
from couples.consent.texts import TEXTS
from couples.htmx import swap


@require_http_methods(["GET", "POST"])
@person_required
def home(request: PersonRequest) -> HttpResponse:
    """The text they agreed to, when, and how to take it back; or the text as it is now, and two buttons."""
    attach_couple(request)
    agreement = AgreementForm(request.POST if request.method == "POST" else None, person=request.person)
    if agreement.is_valid():
        services.agree(request.person, version=agreement.version)
        messages.success(request, _("Thank you. You find this under You whenever you like."))
    agreed = TEXTS.get(request.person.agreed_to)
    return swap(request, "couples/consent/home.html", then="today:home", agreement=agreement, agreed=agreed)


@require_GET
@person_required
def without(request: PersonRequest) -> HttpResponse:
    """What follows from no, before and after a yes. Looking changes nothing and tells nobody (P2)."""
    attach_couple(request)
    return swap(request, "couples/consent/without.html")
