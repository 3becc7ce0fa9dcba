from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from couples import clock
from couples.access import CoupleRequest, couple_required, name_of_other, new_id, own_id
from couples.htmx import see_other, swap
from journal.breaks import header, services, told, way_back
from journal.breaks.errors import BreakError, NotInADay
from journal.breaks.forms import AnswerForm, NewTimeForm, ReturnTimeForm
from journal.breaks.models import FIRST_ASKED_FOR, MOST_NEW_TIMES, Break
from journal.breaks.stages import OVER, Action, Stage, actions_of, stage_of

PAGE = "journal/breaks/page.html#break"
ASK = "journal/breaks/ask.html#times"


@require_http_methods(["GET", "POST"])
@couple_required
def home(request: CoupleRequest) -> HttpResponse:
    """When will you be back? While they are on a break it leads to that one."""
    if request.partner is None:
        return see_other("today:home")
    if found := services.current(request.couple):
        return see_other("breaks:page", found.pk)
    if request.method == "GET":
        return ask(request, ReturnTimeForm(person=request.person, initial={"id": new_id(request)}))
    form = ReturnTimeForm(request.POST, person=request.person)
    if not form.is_valid():
        return ask(request, form)
    id = own_id(request, form.cleaned_data["id"])
    try:
        taken = services.take(request.couple, by=request.person, id=id, until_at=form.until_at)
    except NotInADay as error:
        form.add_error("until", str(error))
        return ask(request, form)
    way_back.remember(request, taken)
    return see_other("breaks:page", taken.pk)


@require_GET
@couple_required
def page(request: CoupleRequest, id: UUID) -> HttpResponse:
    return break_page(request, found(request, id))


@require_POST
@couple_required
def ready(request: CoupleRequest, id: UUID) -> HttpResponse:
    return answered(request, found(request, id), services.ready)


@require_POST
@couple_required
def rest(request: CoupleRequest, id: UUID) -> HttpResponse:
    return answered(request, found(request, id), services.rest)


@require_http_methods(["GET", "POST"])
@couple_required
def new_time(request: CoupleRequest, id: UUID) -> HttpResponse:
    asked = found(request, id)
    if Action.NEW_TIME not in actions_of(asked, request.person.pk, clock.now()):
        return see_other("breaks:page", asked.pk)
    if request.method == "GET":
        return ask(request, NewTimeForm(person=request.person, initial={"seen": asked.new_times}), asked)
    form = NewTimeForm(request.POST, person=request.person)
    if not form.is_valid():
        return ask(request, form, asked)
    seen, until_at = form.cleaned_data["seen"], form.until_at
    try:
        services.choose_new_time(asked, by=request.person, seen=seen, until_at=until_at)
    except BreakError as error:
        messages.info(request, str(error))
    return see_other("breaks:page", asked.pk)


@require_GET
@couple_required
def link(request: CoupleRequest) -> HttpResponse:
    """For an open page, on a hint: the header's link as it is now, and what has happened for whoever did not do it."""
    if not request.htmx or request.partner is None:
        return see_other("breaks:home")
    return swap(request, "journal/breaks/_changed.html", break_link=header.link(request), told=told.news(request))


def found(request: CoupleRequest, id: UUID) -> Break:
    """One that ended as somebody left is nobody's page: its couple is closed."""
    return get_object_or_404(Break.objects.for_couple(request.couple).select_related("couple"), pk=id)


def answered(request: CoupleRequest, asked: Break, service: Any) -> HttpResponse:
    """“I’m ready”, or “another day”. What is asked by now, its page says."""
    form = AnswerForm(request.POST)
    try:
        if form.is_valid():
            service(asked, by=request.person, seen=form.cleaned_data["seen"])
    except BreakError as error:
        messages.info(request, str(error))
    return see_other("breaks:page", asked.pk)


def ask(request: CoupleRequest, form: ReturnTimeForm, asked: Break | None = None) -> HttpResponse:
    return swap(request, ASK, form=form, asked=asked, came_from=way_back.asked(request), name=name_of_other(request))


def break_page(request: CoupleRequest, asked: Break) -> HttpResponse:
    now = clock.now()
    stage = stage_of(asked, request.person.pk, now)
    return swap(
        request,
        PAGE,
        asked=asked,
        stage=stage,
        looks_again="every 60s" if stage is Stage.NEXT else "",
        came_from=way_back.of(request, asked) if stage in OVER else "",
        actions=actions_of(asked, request.person.pk, now),
        form=AnswerForm(initial={"seen": asked.new_times}),
        when=told.when(asked.until_at),
        both_asked_at=asked.until_at + FIRST_ASKED_FOR,
        last_time=asked.new_times >= MOST_NEW_TIMES,
        first=asked.asked_by_id == request.person.pk,
        name=name_of_other(request),
    )
