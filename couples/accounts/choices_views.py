"""The page of choices: signed in under You, or by a link from any mail, which can do this and nothing else (E3)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from couples.access import PersonRequest, attach_couple, person_required
from couples.accounts.choices import ChoicesForm
from couples.accounts.models import Person
from couples.htmx import swap
from couples.outbox import services, tokens


@require_http_methods(["GET", "HEAD", "POST"])
@person_required
def choices(request: PersonRequest) -> HttpResponse:
    attach_couple(request)
    return _choices(request, request.person, own=True)


@require_http_methods(["GET", "HEAD", "POST"])
def choices_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Without signing in: looking changes nothing, and the page names nobody (E2)."""
    try:
        person = tokens.read_choices(token)
    except tokens.BadToken:
        return render(request, "couples/outbox/no_such_link.html", status=404)
    return _choices(request, person, own=False)


def _choices(request: HttpRequest, person: Person, *, own: bool) -> HttpResponse:
    form = ChoicesForm(request.POST if request.method == "POST" else None, person=person)
    if request.method == "POST" and form.is_valid():
        services.choose(person, **form.chosen)
        messages.success(request, _("Saved. Nobody is told."))
    return swap(request, "couples/choices.html", then=request.path, form=form, own=own)
