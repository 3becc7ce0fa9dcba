"""Small steps: planned once the hopes are open, dropped, picked up, made weekly."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from couples import clock
from couples.access import CoupleRequest, couple_required, new_id, own_id
from couples.htmx import see_other, swap
from couples.newest import newest
from journal.visions import services
from journal.visions.forms import StepForm
from journal.visions.models import Step, Vision

#: How long the way back is offered on the page.
UNDO_SHOWN = timedelta(minutes=10)


@require_http_methods(["GET", "POST"])
@couple_required
def steps(request: CoupleRequest) -> HttpResponse:
    """Planning one, and those of this time: what comes, soonest first, then what was, latest first."""
    vision, sent = opened_vision(request), request.POST if request.method == "POST" else None
    form = StepForm(sent, initial={"id": new_id(request)}, now=clock.now().astimezone(request.person.tzinfo))
    if form.is_valid():
        services.plan(request.couple, by=request.person, **brought(request, form))
        return see_other("visions:steps")
    every = Step.objects.for_couple(request.couple).filter(vision=vision).select_related("ritual")
    kept, today = every.filter(removed_at=None), clock.today(request.person)
    whole = "all" in request.GET
    return swap(
        request,
        "journal/visions/steps.html",
        form=form,
        coming=newest(kept.filter(on__gte=today).order_by("on", "made_at"), whole=whole),
        past=newest(kept.filter(on__lt=today).order_by("-on", "made_at"), whole=whole),
        dropped=every.filter(removed_at__gt=clock.now() - UNDO_SHOWN).order_by("on", "made_at").first(),
    )


@require_POST
@couple_required
def step_weekly(request: CoupleRequest, id: UUID) -> HttpResponse:
    made = services.make_weekly(a_step(request, id), by=request.person)
    messages.success(request, _("It’s weekly now. You can change it here."))
    return see_other("rituals:edit", made.pk)


@require_POST
@couple_required
def step_removal(request: CoupleRequest, id: UUID) -> HttpResponse:
    services.drop(a_step(request, id))
    return see_other("visions:steps")


@require_POST
@couple_required
def step_return(request: CoupleRequest, id: UUID) -> HttpResponse:
    services.pick_up(a_step(request, id))
    return see_other("visions:steps")


def opened_vision(request: CoupleRequest) -> Vision:
    vision = services.current(request.couple)
    if vision is None or not services.is_opened(vision):
        raise Http404
    return vision


def a_step(request: CoupleRequest, id: UUID) -> Step:
    return get_object_or_404(Step.objects.for_couple(request.couple).select_related("ritual"), pk=id)


def brought(request: CoupleRequest, form: StepForm) -> dict[str, Any]:
    return form.cleaned_data | {"id": own_id(request, form.cleaned_data["id"])}
