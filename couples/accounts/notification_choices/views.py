"""The page of choices, signed in under You; and what a link from any mail can do of it: have fewer come (E3)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from couples.access import PersonRequest, attach_couple, person_required
from couples.accounts.notification_choices.forms import ChoicesForm, StopForm
from couples.htmx import swap
from couples.outbox import services, tokens


@require_http_methods(["GET", "HEAD", "POST"])
@person_required
def choices(request: PersonRequest) -> HttpResponse:
    attach_couple(request)
    form = ChoicesForm(request.POST if request.method == "POST" else None, person=request.person)
    if request.method == "POST" and form.is_valid():
        services.choose(request.person, **form.chosen)
        messages.success(request, _("Saved. Nobody is told."))
    return swap(request, "couples/choices.html", then=request.path, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def choices_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Without signing in: looking changes nothing, and the page is the same whoever it is for and whatever they chose
    (E2). Whoever else reads the mail can take nothing from it but mail.
    """
    try:
        person = tokens.read_choices(token)
    except tokens.BadToken:
        return swap(request, "couples/outbox/no_such_link.html", status=404)
    form = StopForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        services.mute(person.pk, *form.cleaned_data["stop"])
        messages.success(request, _("No more of these emails. Nobody is told."))
    return swap(request, "couples/outbox/stop.html", then=request.path, form=form)
