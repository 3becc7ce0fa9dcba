"""“Fine” on Today, to what the other chose for both."""

from datetime import date, datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.dateparse import parse_datetime
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
    if set_at := chosen_at(request):
        services.fine(ritual, by=request.person, set_at=set_at)
    return see_other("today:home")


@require_POST
@couple_required
def fine_once(request: CoupleRequest, id: UUID, on: date) -> HttpResponse:
    ritual = get_object_or_404(living(request), pk=id)
    if made_at := chosen_at(request):
        services.fine_once(ritual, on=named_by(ritual, on), by=request.person, made_at=made_at)
    return see_other("today:home")


def chosen_at(request: CoupleRequest) -> datetime | None:
    """Which choice their page showed; None for what nobody can read."""
    try:
        found = parse_datetime(request.POST.get("set_at", ""))
    except ValueError:
        return None
    return found if found and found.tzinfo else None
