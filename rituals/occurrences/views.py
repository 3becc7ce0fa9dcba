"""One occurrence: at another time, not this once, or the other one prepares. For both, and never for always."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from couples.access import CoupleRequest, couple_required
from couples.htmx import swap
from rituals import services
from rituals.errors import OccurrenceError
from rituals.forms import MoveForm
from rituals.models import OccurrenceChange, Ritual
from rituals.occurrences import preparer
from rituals.views import back_to, living, sent


@require_http_methods(["GET", "POST"])
@couple_required
def one(request: CoupleRequest, id: UUID, on: date) -> HttpResponse:
    ritual = of_that_day(request, id, on)
    to = ritual.changed.get(on)
    form = MoveForm(sent(request), initial={"day": to.date() if to else on, "at": to.time() if to else ritual.at})
    if request.method == "POST" and form.is_valid():
        try:
            services.move(ritual, on=on, to=form.to, by=request.person)
            messages.success(request, _("Moved this time, for both of you."))
        except OccurrenceError as error:
            form.add_error("day", str(error))
    who = preparer.preparer_of(ritual, on, request.people)
    then = reverse("rituals:detail", args=[ritual.pk])
    return swap(
        request,
        "rituals/occurrences/one.html",
        then=then,
        ritual=ritual,
        on=on,
        form=form,
        who=who,
        other=other(request, who),
    )


@require_POST
@couple_required
def skip(request: CoupleRequest, id: UUID, on: date) -> HttpResponse:
    ritual = of_that_day(request, id, on)
    services.skip(ritual, on=on, by=request.person)
    messages.success(request, _("Skipped this time. The others stay as they are."))
    return back_to(ritual)


@require_POST
@couple_required
def usual(request: CoupleRequest, id: UUID, on: date) -> HttpResponse:
    ritual = get_object_or_404(living(request), pk=id)
    get_object_or_404(OccurrenceChange.objects.filter(ritual=ritual), on=on)
    services.keep(ritual, on=on)
    messages.success(request, _("Back to the usual time."))
    return back_to(ritual)


@require_POST
@couple_required
def preparation(request: CoupleRequest, id: UUID, on: date) -> HttpResponse:
    """The form says who it shall be, so that a second tap does not swap back."""
    ritual = of_that_day(request, id, on)
    chosen = next((each for each in request.people if each.hue == request.POST.get("who")), None)
    if chosen and ritual.turns_from:
        preparer.prepare(ritual, on=on, person=chosen.person)
    return back_to(ritual)


def of_that_day(request: CoupleRequest, id: UUID, on: date) -> Ritual:
    """404 for a date the ritual does not name: there is no such occurrence."""
    ritual = get_object_or_404(living(request), pk=id)
    if not ritual.rule.falls_on(on):
        raise Http404
    return ritual


def other(request: CoupleRequest, who: object) -> object:
    return next((each for each in request.people if who and each != who), None)
