from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from couples import clock
from couples.access import CoupleRequest, couple_required
from couples.htmx import swap
from couples.outbox.services import is_muted, is_unreachable, mute, unmute
from couples.zones import zone
from rituals import services, suggestions
from rituals.forms import RitualForm, TimeForm, fresh_checkin, fresh_ritual, initial
from rituals.mail import KIND
from rituals.models import Practice, Ritual, RitualQuerySet

SHOWN_AHEAD = timedelta(days=366)


@require_GET
@couple_required
def index(request: CoupleRequest) -> HttpResponse:
    rituals = list(living(request).order_by("created_at"))
    return swap(
        request,
        "rituals/list.html#times",
        checkin=next((ritual for ritual in rituals if ritual.is_checkin), None),
        rituals=[(ritual, upcoming(request, ritual)) for ritual in rituals],
        muted=is_muted(request.person.pk, KIND),
        unreachable=is_unreachable(request.person.email),
    )


@require_POST
@couple_required
def mail(request: CoupleRequest) -> HttpResponse:
    """On or off, for oneself. The partner is not told."""
    if request.POST.get("mail") == "on":
        unmute(request.person.pk, KIND)
        messages.success(request, _("You get these mails again."))
    else:
        mute(request.person.pk, KIND)
        messages.success(request, _("No more of these mails. Nobody is told."))
    return redirect("rituals:list")


@require_http_methods(["GET", "POST"])
@couple_required
def checkin(request: CoupleRequest) -> HttpResponse:
    standing = living(request).filter(practice=Practice.CHECKIN).first()
    form = TimeForm(sent(request), initial=initial(standing) if standing else fresh_checkin())
    if request.method == "POST" and form.is_valid():
        services.set_checkin(request.couple, by=request.person, rule=form.rule)
        messages.success(request, _("Chosen. Each of you is nudged by your own clock."))
    return swap(request, "rituals/checkin.html", then="rituals:list", form=form, standing=standing)


@require_http_methods(["GET", "POST"])
@couple_required
def new(request: CoupleRequest) -> HttpResponse:
    suggested = suggestions.initial(request.GET.get("like", ""))
    form = RitualForm(sent(request), initial=fresh_ritual(request.person, suggested))
    if request.method == "POST" and form.is_valid():
        services.add(request.couple, by=request.person, rule=form.rule, **chosen(form))
        messages.success(request, _("Chosen. It rings for both of you at the same moment."))
    offered = [] if suggested or form.is_bound else suggestions.SUGGESTIONS.items()
    return swap(request, "rituals/edit.html", then="rituals:list", form=form, offered=offered)


@require_GET
@couple_required
def detail(request: CoupleRequest, id: UUID) -> HttpResponse:
    """Where a weekly nudge leads: what it is, and when it comes next."""
    ritual = get_object_or_404(living(request), pk=id)
    local = zone(ritual.zone or request.person.zone)
    now = clock.now()
    soon = [found.at for found in islice(ritual.occurrences(now, now + SHOWN_AHEAD, local), 4)]
    return swap(request, "rituals/detail.html", ritual=ritual, soon=soon)


@require_http_methods(["GET", "POST"])
@couple_required
def edit(request: CoupleRequest, id: UUID) -> HttpResponse:
    ritual = get_object_or_404(living(request), pk=id, practice=Practice.OWN)
    form = RitualForm(sent(request), initial=initial(ritual))
    if request.method == "POST" and form.is_valid():
        services.change(ritual, rule=form.rule, **chosen(form))
        messages.success(request, _("Changed, from the next time on."))
    return swap(request, "rituals/edit.html", then="rituals:list", form=form, ritual=ritual)


@require_POST
@couple_required
def retirement(request: CoupleRequest, id: UUID) -> HttpResponse:
    """Undo instead of “are you sure”: the answer offers the way back."""
    ritual = get_object_or_404(living(request), pk=id)
    services.retire(ritual)
    return swap(request, "rituals/retired.html", ritual=ritual)


@require_POST
@couple_required
def restoration(request: CoupleRequest, id: UUID) -> HttpResponse:
    services.restore(get_object_or_404(Ritual.objects.for_couple(request.couple), pk=id))
    return redirect("rituals:list")


def sent(request: CoupleRequest) -> QueryDict | None:
    """What was sent, even if that is nothing: an empty form lacks something, and must not be taken for a success."""
    return request.POST if request.method == "POST" else None


def chosen(form: RitualForm) -> dict[str, Any]:
    """What a ritual is besides its rule."""
    return {name: form.cleaned_data[name] for name in ("title", "zone", "minutes")}


def living(request: CoupleRequest) -> RitualQuerySet:
    return Ritual.objects.for_couple(request.couple).living().prefetch_related("changes")


def upcoming(request: CoupleRequest, ritual: Ritual) -> datetime | None:
    found = ritual.next_start(clock.now(), zone(ritual.zone or request.person.zone))
    return found.at if found else None
