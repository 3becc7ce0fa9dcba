"""“Fine” on Today, to what the other chose for both."""

from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from couples.access import CoupleRequest, couple_required
from couples.htmx import see_other
from rituals.occurrences.views import named_by
from rituals.told import services
from rituals.views import living


@require_POST
@couple_required
def fine(request: CoupleRequest, id: UUID) -> HttpResponse:
    ritual = get_object_or_404(living(request), pk=id)
    services.fine(ritual, by=request.person, choice=request.POST.get("choice", ""))
    return see_other("today:home")


@require_POST
@couple_required
def fine_once(request: CoupleRequest, id: UUID, on: date) -> HttpResponse:
    ritual = get_object_or_404(living(request), pk=id)
    choice = request.POST.get("choice", "")
    services.fine_once(ritual, on=named_by(ritual, on), by=request.person, choice=choice)
    return see_other("today:home")
