"""The pages of all times and of one time for each other, and the forms they are chosen and changed by."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from couples import clock
from couples.access import CoupleRequest, couple_required, member, new_id
from couples.drafts.merging import Unseen
from couples.htmx import see_other, swap
from couples.newest import newest
from couples.outbox import bounces
from couples.outbox.services import is_muted
from couples.space.models import Membership
from rituals import services, suggestions
from rituals.forms import RitualForm, TimeForm, fresh_checkin, fresh_ritual, initial
from rituals.listed import listed
from rituals.models import Practice, Ritual, RitualQuerySet
from rituals.noticed.forms import NoticedForm
from rituals.noticed.models import Noticed
from rituals.nudges.mail import KIND
from rituals.occurrences import preparer
from rituals.occurrences.upcoming import upcoming
from rituals.quiet_notice import beside
from rituals.readers_clock import told_rule
from rituals.rule_in_words import rhythm
from rituals.snooze.services import in_hand

#: How long the way back is offered on the page.
UNDO_SHOWN = timedelta(minutes=10)


@require_GET
@couple_required
def index(request: CoupleRequest) -> HttpResponse:
    """The check-in's time, then the others, newest first."""
    seen = Ritual.objects.for_couple(request.couple).living().visible_to(request.person)
    rituals = newest(seen.order_by("practice", "-created_at"), whole="all" in request.GET)
    return swap(
        request,
        "rituals/list.html#times",
        checkin=next((ritual for ritual in rituals if ritual.is_checkin), None),
        times=list(listed(rituals.rows, request.person, request.holiday)),
        more=rituals.more,
        muted=is_muted(request.person.pk, KIND),
        mail_trouble=bounces.trouble(request.person),
    )


@require_http_methods(["GET", "POST"])
@couple_required
def checkin(request: CoupleRequest) -> HttpResponse:
    chosen_before = living(request).filter(practice=Practice.CHECKIN).first()
    values = initial(chosen_before, chosen_before.rule) if chosen_before else fresh_checkin()
    form = beside(TimeForm(sent(request), initial=values), request.person)
    if request.method == "POST" and form.is_valid():
        services.set_checkin(request.couple, by=request.person, rule=form.rule)
        messages.success(request, _("Saved. You’ll get a nudge then. Only you can see this time."))
    return swap(request, "rituals/checkin.html", then="rituals:list", form=form, chosen_before=chosen_before)


@require_http_methods(["GET", "POST"])
@couple_required
def new(request: CoupleRequest) -> HttpResponse:
    suggested = suggestions.initial(request.GET.get("like", ""))
    form = beside(RitualForm(sent(request), initial=fresh_ritual(request.person, suggested)), request.person)
    if request.method == "POST" and form.is_valid():
        services.add(request.couple, by=request.person, rule=form.rule, **chosen(form))
        messages.success(request, _("Saved. You’ll both get a nudge."))
    offered = [] if suggested or form.is_bound else suggestions.SUGGESTIONS.items()
    return swap(request, "rituals/edit.html", then="rituals:list", form=form, offered=offered)


@require_GET
@couple_required
def detail(request: CoupleRequest, id: UUID) -> HttpResponse:
    """Where a nudge leads: what it is, when it comes next, and what they noticed."""
    ritual = get_object_or_404(living(request).prefetch_related("preparations"), pk=id)
    return ritual_page(request, ritual, form=NoticedForm(initial={"id": new_id(request)}))


def ritual_page(request: CoupleRequest, ritual: Ritual, *, form: NoticedForm) -> HttpResponse:
    noticed = Noticed.objects.for_couple(request.couple).filter(ritual=ritual)
    # By the reader's own calendar: a date of the other's could be one that is not here yet, and tell of their clock.
    years = [first.year for first in noticed.kept().datetimes("created_at", "year", order="DESC")]
    year = next((year for year in years if str(year) == request.GET.get("year")), years[0] if years else None)
    shown = noticed.kept().filter(created_at__year=year).order_by("-created_at") if year else []
    recent, rule = clock.now() - UNDO_SHOWN, told_rule(ritual, request.person.tzinfo)
    return swap(
        request,
        "rituals/detail.html",
        ritual=ritual,
        rhythm=rhythm(rule),
        ends_on=None if rule.comes_once else rule.ends_on,
        ring=in_hand(request.person, [ritual.pk]),
        soon=upcoming(ritual, request.person, request.partner, request.people),
        people=request.people,
        first=next_preparer(ritual, request.people),
        form=form,
        noticed=[(member(request, each.author_id), each) for each in shown],
        removed=noticed.by(request.person).filter(removed_at__gt=recent).order_by("-removed_at").first(),
        years=years,
        year=year,
    )


@require_POST
@couple_required
def preparers(request: CoupleRequest, id: UUID) -> HttpResponse:
    ritual = get_object_or_404(living(request), pk=id)
    first = next((each.person for each in request.people if each.hue == request.POST.get("first")), None)
    preparer.alternate(ritual, first=first)
    return back_to(ritual)


@require_http_methods(["GET", "POST"])
@couple_required
def edit(request: CoupleRequest, id: UUID) -> HttpResponse:
    ritual = get_object_or_404(living(request), pk=id, practice=Practice.OWN)
    rule = told_rule(ritual, request.person.tzinfo)
    form = RitualForm(sent(request), initial=initial(ritual, rule), as_now=rule if ritual.hides_place else None)
    form = beside(form, request.person)
    if request.method == "POST" and form.is_valid():
        try:
            services.change(ritual, by=request.person, rule=form.new_rule, **chosen(form), base=form.typed_on)
            messages.success(request, _("Saved. It changes from the next one on."))
        except Unseen as unseen:
            form.show_again(unseen)
    return swap(request, "rituals/edit.html", then="rituals:list", form=form, ritual=ritual)


@require_POST
@couple_required
def retirement(request: CoupleRequest, id: UUID) -> HttpResponse:
    """Undo instead of “are you sure”: the answer offers the way back."""
    ritual = get_object_or_404(living(request), pk=id)
    return swap(request, "rituals/retired.html", ritual=services.retire(ritual, by=request.person))


@require_POST
@couple_required
def restoration(request: CoupleRequest, id: UUID) -> HttpResponse:
    services.restore(get_object_or_404(Ritual.objects.for_couple(request.couple).visible_to(request.person), pk=id))
    return see_other("rituals:list")


def sent(request: CoupleRequest) -> QueryDict | None:
    """The POST data even if empty. An empty form lacks something and must not be taken for one that was not sent."""
    return request.POST if request.method == "POST" else None


def chosen(form: RitualForm) -> dict[str, Any]:
    """What a ritual is besides its rule."""
    return {name: form.cleaned_data[name] for name in ("title", "zone", "minutes")}


def living(request: CoupleRequest) -> RitualQuerySet:
    return Ritual.objects.for_couple(request.couple).living().visible_to(request.person).prefetch_related("changes")


def next_preparer(ritual: Ritual, both: list[Membership]) -> Membership | None:
    """Who prepares the next date; None when nobody does in particular."""
    following = ritual.next_start(clock.now(), ritual.clock_of(both[0].person))
    return preparer.preparer_of(ritual, following.on, both) if following else None


def back_to(ritual: Ritual) -> HttpResponse:
    return see_other("rituals:detail", ritual.pk)
