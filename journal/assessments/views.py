from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from couples.access import CoupleRequest, couple_required
from couples.drafts.merging import Unseen, adds_nothing
from couples.htmx import CONFLICT, UNPROCESSABLE, see_other, swap
from journal import next_round
from journal.assessments import pages, services
from journal.assessments.forms import StrainForm, initial, stored
from journal.assessments.models import Strain
from journal.assessments.services import AlreadyOpened, NothingWritten
from journal.assessments.topics import OBSERVER, TOPICS


@require_GET
@couple_required
def home(request: CoupleRequest) -> HttpResponse:
    assessment = services.current(request.couple)
    return swap(
        request,
        "journal/assessments/home.html#lines",
        assessment=assessment,
        groups=pages.own_lines(assessment, request.person),
        opened=services.is_opened(assessment),
        offered=list(services.offered_to(request.couple, request.person)),
        several=bool(assessment and assessment.number > 1),
    )


@require_GET
@couple_required
def topic(request: CoupleRequest, topic: str) -> HttpResponse:
    return topic_page(request, known(topic))


@require_POST
@couple_required
def draft(request: CoupleRequest, topic: str) -> HttpResponse:
    """Autosave (204), or “keep it for myself” without JavaScript."""
    form = StrainForm(request.POST, topic=known(topic))
    if not form.is_valid():
        return topic_page(request, topic, form) if "keep" in request.POST else HttpResponse(status=UNPROCESSABLE)
    words: dict[str, Any] = {"values": form.values(), "base": form.typed_on}
    strain = services.keep(request.couple, by=request.person, topic=topic, **words)
    if "keep" not in request.POST:
        return form.answer(stored(strain), given=not strain.is_draft)
    if not strain.is_draft and not adds_nothing(form.values(), head=stored(strain), base=form.typed_on):
        return topic_page(request, topic, form, status=CONFLICT)
    messages.success(request, _("Saved. Only you can see it."))
    return back()


@require_POST
@couple_required
def sharing(request: CoupleRequest, topic: str) -> HttpResponse:
    form = StrainForm(request.POST, topic=known(topic))
    if not form.is_valid():
        return topic_page(request, topic, form)
    try:
        words: dict[str, Any] = {"values": form.values(), "base": form.typed_on}
        strain = services.share(request.couple, by=request.person, topic=topic, **words)
    except NothingWritten as nothing:
        form.add_error("words", str(nothing))
        return topic_page(request, topic, form)
    except Unseen as unseen:
        form.show_again(unseen)
        return topic_page(request, topic, form)
    except AlreadyOpened:
        return topic_page(request, topic, form, status=CONFLICT)
    return see_other("assessments:together") if strain.is_open else back()


@require_POST
@couple_required
def retraction(request: CoupleRequest, id: UUID) -> HttpResponse:
    strain = get_object_or_404(Strain.objects.for_couple(request.couple).by(request.person), pk=id)
    try:
        services.retract(strain)
        messages.success(request, _("Taken back. Only you can see it."))
    except AlreadyOpened as opened:
        messages.info(request, str(opened))
    return back()


@require_POST
@couple_required
def opening(request: CoupleRequest, id: UUID) -> HttpResponse:
    """Opens a line that the partner has offered. A draft or a sealed first line gets the same 404 as one that is not
    there.
    """
    offered = {strain.pk: strain for strain in services.offered_to(request.couple, request.person)}
    if id not in offered:
        get_object_or_404(Strain.objects.for_couple(request.couple).opened(), pk=id)
    elif not services.open_offered(offered[id]):
        messages.info(request, _("Your partner has just taken it back."))
    return see_other("assessments:together")


@require_GET
@couple_required
def together(request: CoupleRequest) -> HttpResponse:
    assessment = services.current(request.couple)
    shared = pages.side_by_side(assessment, request.people) if assessment else []
    offered = list(services.offered_to(request.couple, request.person))
    return swap(
        request,
        "journal/assessments/together.html#shared",
        assessment=assessment,
        shared=shared,
        offered=offered,
    )


@require_GET
@couple_required
def over_time(request: CoupleRequest) -> HttpResponse:
    found = pages.over_time(request.couple, request.person, request.people)
    return swap(request, "journal/assessments/over_time.html", topics=found)


@require_POST
@couple_required
def beginning(request: CoupleRequest) -> HttpResponse:
    return next_round.beginning(request, services.begin_again, then="assessments:home")


def topic_page(
    request: CoupleRequest, topic: str, form: StrainForm | None = None, *, status: int | None = None
) -> HttpResponse:
    assessment = services.current(request.couple)
    own = Strain.objects.for_couple(request.couple).by(request.person).filter(topic=topic)
    mine = own.filter(assessment=assessment).first() if assessment else None
    earlier = own.exclude(assessment=assessment).select_related("assessment").order_by("-assessment__number")
    return swap(
        request,
        "journal/assessments/topic.html",
        status=status,
        topic=TOPICS[topic],
        mine=mine,
        form=form or StrainForm(initial=initial(mine), topic=topic),
        late=[words for words in form.values().values() if words] if form and status == CONFLICT else [],
        is_observer=topic == OBSERVER.key,
        earlier=[strain for strain in earlier if not strain.is_empty] if assessment else [],
    )


def known(topic: str) -> str:
    if topic not in TOPICS:
        raise Http404
    return topic


def back() -> HttpResponse:
    return see_other("assessments:home")
