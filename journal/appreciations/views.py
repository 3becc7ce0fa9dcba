from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from couples.access import CoupleRequest, couple_required, member, name_of_other, new_id, own_id
from couples.drafts.merging import Unseen
from couples.htmx import CONFLICT, see_other, swap
from couples.newest import NAMED, newest
from journal.appreciations import first_note as notes
from journal.appreciations import services
from journal.appreciations.forms import AppreciationForm, FirstNoteForm
from journal.appreciations.models import Appreciation
from journal.months import newest_of_month
from journal.sending import AlreadySent, Arrived, discard

COMPOSER = "journal/appreciations/edit.html"


@require_GET
@couple_required
def index(request: CoupleRequest) -> HttpResponse:
    """One's newest drafts, and what was sent last: one month, or its newest few."""
    every = Appreciation.objects.for_couple(request.couple).visible_to(request.person)
    drafts = every.drafts().by(request.person).order_by("-created_at")
    shown, months = newest_of_month(every.exclude(opened_at=None), "opened_at", request.GET.get("month", ""))
    return swap(
        request,
        "journal/appreciations/list.html",
        drafts=newest(drafts, NAMED, whole="drafts" in request.GET),
        notes=[(member(request, note.author_id), note) for note in shown],
        **months,
    )


@require_GET
@couple_required
def new(request: CoupleRequest) -> HttpResponse:
    """An empty composer with an id of its own, so that autosave and sending speak of one note. Nothing is stored."""
    return composer_page(request, new_id(request), AppreciationForm(partner=name_of_other(request)))


@require_GET
@couple_required
def edit(request: CoupleRequest, id: UUID) -> HttpResponse:
    note = get_object_or_404(own(request).drafts(), pk=id)
    return composer_page(request, id, AppreciationForm(initial=note.words, partner=name_of_other(request)), saved=True)


def composer_page(
    request: CoupleRequest,
    id: UUID,
    form: AppreciationForm,
    *,
    saved: bool = False,
    notice: str = "",
    status: int | None = None,
) -> HttpResponse:
    name = name_of_other(request)
    return swap(request, COMPOSER, status=status, id=id, form=form, saved=saved, notice=notice, name=name)


def anew(request: CoupleRequest, form: AppreciationForm, notice: str) -> HttpResponse:
    """Opens a new composer with the words of an old page whose note was sent with other words. They are not lost."""
    fresh = AppreciationForm(initial=form.values(), kept={}, partner=name_of_other(request))
    return composer_page(request, new_id(request), fresh, notice=notice, status=CONFLICT)


@require_POST
@couple_required
def draft(request: CoupleRequest, id: UUID) -> HttpResponse:
    """Autosave (204), or “keep it for myself” without JavaScript."""
    id = own_id(request, id, own(request))
    form = AppreciationForm(request.POST, partner=name_of_other(request), for_draft=True)
    if not form.is_valid():
        return composer_page(request, id, form)
    try:
        note = services.keep_draft(request.couple, by=request.person, id=id, **form.values(), base=form.typed_on)
    except AlreadySent as late:
        return anew(request, form, str(late))
    if "keep" not in request.POST:
        return form.answer(note.words, given=not note.is_draft)
    messages.success(request, _("Saved. Only you can see it."))
    return see_other("appreciations:list")


@require_POST
@couple_required
def sending(request: CoupleRequest, id: UUID) -> HttpResponse:
    id = own_id(request, id, own(request))
    form = AppreciationForm(request.POST, partner=name_of_other(request))
    if not form.is_valid():
        return composer_page(request, id, form)
    try:
        services.send_words(request.couple, by=request.person, id=id, **form.values(), base=form.typed_on)
    except AlreadySent as late:
        return anew(request, form, str(late))
    except Unseen as unseen:
        form.show_again(unseen)
        return composer_page(request, id, form, saved=True)
    return see_other("appreciations:list")


@require_POST
@couple_required
def first(request: CoupleRequest) -> HttpResponse:
    """The first note of somebody who is still alone here. It waits for the other, then is theirs."""
    form = FirstNoteForm(request.POST, partner=name_of_other(request))
    if not form.is_valid():
        return swap(request, "journal/today/alone.html", form=form, name=name_of_other(request))
    try:
        services.send_first(request.couple, by=request.person, **form.values(), base=form.typed_on)
    except Unseen as unseen:
        form.show_again(unseen)
        return swap(request, "journal/today/alone.html", form=form, name=name_of_other(request))
    return see_other("space:invitation" if request.partner is None else "today:home")


@require_GET
@couple_required
def first_note(request: CoupleRequest) -> HttpResponse:
    """The first thing somebody reads here: the note that waited for them, alone on the page."""
    note = notes.written_for(request.membership)
    if note is None:
        return see_other("today:home")
    by = member(request, note.author_id)
    return swap(request, "journal/appreciations/first_note.html", note=note, by=by, places=None)


@require_POST
@couple_required
def undo(request: CoupleRequest, id: UUID) -> HttpResponse:
    try:
        services.take_back(get_object_or_404(own(request), pk=id))
    except Arrived as arrived:
        messages.info(request, str(arrived))
        return see_other("appreciations:list")
    return see_other("appreciations:edit", id)


@require_POST
@couple_required
def keeping(request: CoupleRequest, id: UUID) -> HttpResponse:
    received = Appreciation.objects.for_couple(request.couple).opened().not_erased().exclude(author=request.person)
    services.keep(get_object_or_404(received, pk=id), by=request.person)
    return see_other("today:home" if request.POST.get("then") == "today" else "appreciations:list")


@require_POST
@couple_required
def removal(request: CoupleRequest, id: UUID) -> HttpResponse:
    discard(get_object_or_404(own(request).drafts(), pk=id))
    messages.success(request, _("Draft deleted."))
    return see_other("appreciations:list")


def own(request: CoupleRequest) -> Any:
    return Appreciation.objects.for_couple(request.couple).by(request.person)
