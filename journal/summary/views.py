"""Choosing what may be taken along, looking at it as the other would see it, and the notes once both have released."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from couples import clock
from couples.access import CoupleRequest, couple_required
from couples.errors import Refused
from couples.htmx import UNPROCESSABLE, see_other, swap
from journal.summary import gathering, paper
from journal.summary.forms import HandoutForm, initial
from journal.support import services
from journal.support.models import Handout

FILE_NAME = "notes.pdf"


@require_http_methods(["GET", "POST"])
@couple_required
def home(request: CoupleRequest) -> HttpResponse:
    """To choose, while nothing is released; then what was. With both released: the notes."""
    mine = services.of(request.couple, request.person)
    if mine is not None and not mine.is_draft:
        return notes_page(request, mine)
    return choosing(request, mine)


def choosing(request: CoupleRequest, mine: Handout | None) -> HttpResponse:
    things = gathering.choosable(request.couple, request.person)
    if request.method == "POST":
        form = HandoutForm(request.POST, things=things)
        if form.is_valid():
            services.keep(request.couple, by=request.person, values=form.values(), base=form.typed_on)
            return see_other("summary:look")
    else:
        form = HandoutForm(initial=initial(mine, things), things=things)
    return swap(request, "journal/summary/choose.html", form=form, has_things=bool(things))


@require_POST
@couple_required
def draft(request: CoupleRequest) -> HttpResponse:
    """Autosave."""
    form = HandoutForm(request.POST, things=gathering.choosable(request.couple, request.person))
    if not form.is_valid():
        return HttpResponse(status=UNPROCESSABLE)
    mine = services.keep(request.couple, by=request.person, values=form.values(), base=form.typed_on)
    return form.answer({"wish": mine.wish, "chosen": mine.chosen}, given=not mine.is_draft)


@require_GET
@couple_required
def look(request: CoupleRequest) -> HttpResponse:
    """One's own draft, exactly as the other would see it."""
    mine = services.of(request.couple, request.person)
    if mine is None or not mine.is_draft:
        return see_other("summary:home")
    return swap(
        request,
        "journal/summary/look.html",
        notes=gathering.notes(request.couple, request.people, [mine]),
        seen=services.seen_as(mine),
        is_empty=mine.is_empty,
    )


@require_POST
@couple_required
def release(request: CoupleRequest) -> HttpResponse:
    try:
        services.release(request.couple, by=request.person, seen=request.POST.get("seen", ""))
    except Refused as refused:
        messages.info(request, str(refused))
        return see_other("summary:look")
    return see_other("summary:home")


@require_POST
@couple_required
def taking_back(request: CoupleRequest) -> HttpResponse:
    services.take_back(request.couple, by=request.person)
    return see_other("summary:home")


@require_POST
@couple_required
def copy(request: CoupleRequest) -> HttpResponse:
    """From here on they cannot be called back, so it is pressed and never followed (S15)."""
    try:
        services.copy(request.couple)
    except services.NoNotes as none:
        messages.info(request, str(none))
        return see_other("summary:home")
    if request.POST.get("as") != "file":
        return see_other("summary:print")
    answer = HttpResponse(paper.pdf(notes_of(request)), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
    return answer


@require_GET
@couple_required
def on_paper(request: CoupleRequest) -> HttpResponse:
    """Only of notes that somebody said they would print."""
    if not services.opened(request.couple).exclude(copied_at=None).exists():
        return see_other("summary:home")
    return swap(request, "journal/summary/print.html", notes=notes_of(request), on=clock.today(request.person))


def notes_of(request: CoupleRequest) -> gathering.Notes:
    return gathering.notes(request.couple, request.people, services.opened(request.couple))


def notes_page(request: CoupleRequest, mine: Handout) -> HttpResponse:
    shown: dict[str, Any] = {"is_open": mine.is_open, "is_copied": mine.copied_at is not None}
    notes = notes_of(request) if mine.is_open else gathering.notes(request.couple, request.people, [mine])
    return swap(request, "journal/summary/notes.html#notes", notes=notes, **shown)
