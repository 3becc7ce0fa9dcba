from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from couples import clock
from couples.access import CoupleRequest, couple_required, member, new_id, own_id
from couples.drafts.merging import Unseen
from couples.htmx import CONFLICT, see_other, swap
from couples.newest import NAMED, newest
from journal.months import newest_of_month
from journal.openings import depth as depths
from journal.openings import services
from journal.openings.draw import OFFERED, day_of, draw
from journal.openings.forms import OpeningDepthForm, OpeningForm
from journal.openings.models import Opening, Shape
from journal.openings.prompts import is_known
from journal.sending import AlreadySent, Arrived, discard
from journal.wording import engine as wording
from journal.wording.opening_rules import RULES

COMPOSER = "journal/openings/edit.html"
SHOWN = OFFERED // 2


@require_GET
@couple_required
def home(request: CoupleRequest) -> HttpResponse:
    """Today's beginnings, one's newest drafts, and what was told last: one month, or its newest few."""
    day = day_of(clock.now())
    depth = depths.shared(request.couple, request.person, request.partner, day=day)
    offered = draw(request.couple.pk, day, depth)
    others = "others" in request.GET
    every = Opening.objects.for_couple(request.couple).visible_to(request.person)
    drafts = every.drafts().by(request.person).order_by("-created_at")
    told, asked = every.exclude(opened_at=None), request.GET.get("month", "")
    shown, months = newest_of_month(told, "opened_at", asked, most=NAMED)  # the page is for telling
    return swap(
        request,
        "journal/openings/home.html",
        offered=offered[SHOWN:] if others else offered[:SHOWN],
        others=others,
        drafts=newest(drafts, NAMED, whole="drafts" in request.GET),
        openings=[(member(request, opening.author_id), opening) for opening in shown],
        **months,
    )


@require_GET
@couple_required
def new(request: CoupleRequest) -> HttpResponse:
    """An empty composer with an id of its own, so that autosave and sending speak of one. Nothing is stored."""
    prompt = request.GET.get("prompt", "")
    shape = shape_of(request.GET.get("shape", Shape.PROMPT))
    if shape == Shape.PROMPT and not is_known(prompt):
        prompt = ""
    return composer_page(request, new_id(request), OpeningForm(shape=shape, prompt=prompt))


@require_GET
@couple_required
def edit(request: CoupleRequest, id: UUID) -> HttpResponse:
    opening = get_object_or_404(own(request).drafts(), pk=id)
    form = OpeningForm(shape=Shape(opening.shape), prompt=opening.prompt, initial=opening.words)
    return composer_page(request, id, form, saved=True)


@require_POST
@couple_required
def draft(request: CoupleRequest, id: UUID) -> HttpResponse:
    """Autosave (204), or “keep it for myself” without JavaScript, which shows hints as well."""
    id = own_id(request, id, own(request))
    form = sent_form(request, for_draft=True)
    if not form.is_valid():
        return composer_page(request, id, form)
    try:
        opening = services.keep_draft(request.couple, by=request.person, id=id, **values_of(form))
    except AlreadySent as late:
        return anew(request, form, str(late))
    if "keep" in request.POST:
        messages.success(request, _("Saved. Only you can see it."))
        return see_other("openings:edit", id)
    return form.answer(opening.words, given=not opening.is_draft)


@require_POST
@couple_required
def sending(request: CoupleRequest, id: UUID) -> HttpResponse:
    id = own_id(request, id, own(request))
    form = sent_form(request)
    if not form.is_valid():
        return composer_page(request, id, form)
    try:
        opening = services.send(request.couple, by=request.person, id=id, **values_of(form))
    except AlreadySent as late:
        return anew(request, form, str(late))
    except Unseen as unseen:
        form.show_again(unseen)
        return composer_page(request, id, form, saved=True)
    if opening.is_draft:
        messages.info(request, _("Saved. You can send it once your partner has joined."))
    return see_other("openings:home")


@require_POST
@couple_required
def undo(request: CoupleRequest, id: UUID) -> HttpResponse:
    try:
        services.take_back(get_object_or_404(own(request), pk=id))
    except Arrived as arrived:
        messages.info(request, str(arrived))
        return see_other("openings:home")
    return see_other("openings:edit", id)


@require_POST
@couple_required
def removal(request: CoupleRequest, id: UUID) -> HttpResponse:
    discard(get_object_or_404(own(request).drafts(), pk=id))
    messages.success(request, _("Draft deleted."))
    return see_other("openings:home")


@require_POST
@couple_required
def hints(request: CoupleRequest) -> HttpResponse:
    """What might be said about the wording on a pause. Nothing is stored, and nothing is refused."""
    form = OpeningForm(request.POST, shape=shape_of(request.POST.get("shape", "")), for_draft=True)
    return swap(request, "journal/openings/_hints.html", hints=about_words(form))


@couple_required
def depth(request: CoupleRequest) -> HttpResponse:
    current = depths.chosen(request.couple, request.person)
    form = OpeningDepthForm(request.POST if request.method == "POST" else None, initial={"depth": current})
    if form.is_valid():
        depths.choose(request.couple, by=request.person, depth=form.cleaned_data["depth"])
        messages.success(request, _("Saved. Only you know. It starts tomorrow."))
        return see_other("openings:home")
    return swap(request, "journal/openings/depth.html", form=form)


def composer_page(
    request: CoupleRequest,
    id: UUID,
    form: OpeningForm,
    *,
    saved: bool = False,
    notice: str = "",
    status: int | None = None,
) -> HttpResponse:
    told = about_words(form)
    new = urlencode({"shape": form.kind.value, "prompt": form["prompt"].value() or ""})
    found = {"id": id, "form": form, "saved": saved, "place": f"{reverse('openings:new')}?{new}"}
    return swap(request, COMPOSER, status=status, hints=told, notice=notice, **found)


def about_words(form: OpeningForm) -> list[wording.Hint]:
    return list(wording.hints(RULES, *map(wording.read, form.texts)))


def anew(request: CoupleRequest, form: OpeningForm, notice: str) -> HttpResponse:
    """Words of an old tab in a composer with an id of its own: they are neither sent nor lost."""
    fresh = OpeningForm(shape=form.kind, prompt=form.cleaned_data["prompt"], initial=form.values(), kept={})
    return composer_page(request, new_id(request), fresh, notice=notice, status=CONFLICT)


def sent_form(request: CoupleRequest, *, for_draft: bool = False) -> OpeningForm:
    shape = shape_of(request.POST.get("shape", ""))
    return OpeningForm(request.POST, shape=shape, prompt=request.POST.get("prompt", ""), for_draft=for_draft)


def shape_of(asked: str) -> Shape:
    return Shape(asked) if asked in Shape.values else Shape.PROMPT


def values_of(form: OpeningForm) -> dict[str, Any]:
    said = {"shape": form.kind, "prompt": form.cleaned_data["prompt"]}
    return said | {"words": form.values(), "base": form.typed_on}


def own(request: CoupleRequest) -> Any:
    return Opening.objects.for_couple(request.couple).by(request.person)
