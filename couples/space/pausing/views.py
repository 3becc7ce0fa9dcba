from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from couples import clock
from couples.access import CoupleRequest, couple_required
from couples.htmx import see_other, swap
from couples.space.pausing import services
from couples.space.pausing.forms import HolidayForm, PauseForm
from couples.space.pausing.models import Holiday

PAGE = "couples/pausing/page.html"


@require_GET
@couple_required
def page(request: CoupleRequest) -> HttpResponse:
    return pausing_page(request)


@require_POST
@couple_required
def mine(request: CoupleRequest) -> HttpResponse:
    """For oneself. The partner is not told, and no page of theirs changes."""
    form = PauseForm(request.POST, person=request.person)
    if not form.is_valid():
        return pausing_page(request, mine=form)
    services.pause(request.person, back_on=form.cleaned_data["back_on"])
    messages.success(request, _("Your nudges are paused. Nobody is told."))
    return see_other("pausing:page")


@require_POST
@couple_required
def mine_end(request: CoupleRequest) -> HttpResponse:
    services.resume(request.person)
    messages.success(request, _("Your nudges are back on. Nothing has piled up."))
    return see_other("pausing:page")


@require_POST
@couple_required
def holiday(request: CoupleRequest) -> HttpResponse:
    form = HolidayForm(request.POST, person=request.person)
    if not form.is_valid():
        return pausing_page(request, holiday=form)
    services.begin_holiday(request.couple, by=request.person, back_on=form.cleaned_data["back_on"])
    messages.success(request, _("Nudges are paused for both of you."))
    return see_other("pausing:page")


@require_POST
@couple_required
def holiday_end(request: CoupleRequest) -> HttpResponse:
    """Undo instead of “are you sure”: the answer offers the way back."""
    services.end_holiday(request.couple)
    return pausing_page(request, just_ended=True)


@require_POST
@couple_required
def holiday_return(request: CoupleRequest) -> HttpResponse:
    services.return_to_holiday(request.couple)
    return see_other("pausing:page")


def pausing_page(request: CoupleRequest, **more: Any) -> HttpResponse:
    """The page, with the form that was refused if one was, and empty ones for the rest."""
    person = request.person
    found = Holiday.objects.for_couple(request.couple).first()
    forms = {"mine": PauseForm(person=person), "holiday": HolidayForm(person=person)}
    return swap(
        request,
        PAGE,
        paused=services.pause_of(person),
        current_holiday=found if found and found.is_on_for(person) else None,
        can_return=bool(found and found.ended_at and clock.today(person) < found.back_on),
        **forms | more,
    )
