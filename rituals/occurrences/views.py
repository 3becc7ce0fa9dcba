"""One occurrence: moved, skipped, or prepared by the other one. It changes for both, and no other date changes."""

from datetime import date, datetime
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
from rituals.models import OccurrenceChange, Ritual
from rituals.occurrences import preparer
from rituals.occurrences.forms import MoveForm
from rituals.readers_clock import ritual_wall, rule_date, told_wall
from rituals.views import back_to, living, sent


@require_http_methods(["GET", "POST"])
@couple_required
def one(request: CoupleRequest, id: UUID, on: date) -> HttpResponse:
    ritual, named = of_that_day(request, id, on)
    own, usually = request.person.tzinfo, datetime.combine(named, ritual.at)
    wall = told_wall(ritual, ritual.changed.get(named) or usually, own)
    form = MoveForm(sent(request), initial={"day": wall.date(), "at": wall.time()})
    if request.method == "POST" and form.is_valid():
        try:
            services.move(ritual, on=named, to=ritual_wall(ritual, form.to, own), by=request.person)
            messages.success(request, _("Moved this time, for both of you."))
        except OccurrenceError as error:
            form.add_error("day", str(error))
    who = preparer.preparer_of(ritual, named, request.people)
    then = reverse("rituals:detail", args=[ritual.pk])
    return swap(
        request,
        "rituals/occurrences/one.html",
        then=then,
        ritual=ritual,
        on=on,
        day=told_wall(ritual, usually, own).date(),
        is_changed=named in ritual.changed,
        form=form,
        who=who,
        other=other(request, who),
    )


@require_POST
@couple_required
def skip(request: CoupleRequest, id: UUID, on: date) -> HttpResponse:
    ritual, named = of_that_day(request, id, on)
    services.skip(ritual, on=named, by=request.person)
    messages.success(request, _("Skipped this time. The others stay as they are."))
    return back_to(ritual)


@require_POST
@couple_required
def usual(request: CoupleRequest, id: UUID, on: date) -> HttpResponse:
    ritual = get_object_or_404(living(request), pk=id)
    named = named_by(ritual, on)
    get_object_or_404(OccurrenceChange.objects.filter(ritual=ritual), on=named)
    services.keep(ritual, on=named)
    messages.success(request, _("Back to the usual time."))
    return back_to(ritual)


@require_POST
@couple_required
def preparation(request: CoupleRequest, id: UUID, on: date) -> HttpResponse:
    """The form says who it shall be, so that a second tap does not swap back."""
    ritual, named = of_that_day(request, id, on)
    chosen = next((each for each in request.people if each.hue == request.POST.get("who")), None)
    if chosen and ritual.prepares_from:
        preparer.prepare(ritual, on=named, person=chosen.person)
    return back_to(ritual)


def of_that_day(request: CoupleRequest, id: UUID, on: date) -> tuple[Ritual, date]:
    """With the date its rule names. 404 for one that it does not: there is no such occurrence."""
    ritual = get_object_or_404(living(request), pk=id)
    named = named_by(ritual, on)
    if not ritual.rule.falls_on(named):
        raise Http404
    return ritual, named


def named_by(ritual: Ritual, on: date) -> date:
    try:
        return rule_date(ritual, on)
    except OverflowError:
        raise Http404 from None


def other(request: CoupleRequest, who: object) -> object:
    return next((each for each in request.people if who and each != who), None)
