from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from couples.access import CoupleRequest, couple_required, new_id, own_id
from couples.htmx import CONFLICT, UNPROCESSABLE, see_other, swap
from journal.agreements.errors import AgreementError, ForeignOperation, UnknownBase
from journal.agreements.models import Guideline
from journal.agreements.writing import presence
from journal.agreements.writing.answers import after, draft_page, has_private_hint, place_of, refused, trouble_on
from journal.agreements.writing.forms import LineForm, PlaceForm
from journal.agreements.writing.lines import Saved, add_line, move, remove, restore, revise
from journal.agreements.writing.page import hint_about
from journal.agreements.writing.trouble import Trouble, trouble_with

#: What a page with guidelines to borrow shows in place of the one that was.
BORROWED = "journal/agreements/writing/starters.html#borrowed"


@require_http_methods(["GET", "POST"])
@couple_required
def lines(request: CoupleRequest) -> HttpResponse:
    if request.method != "POST":
        return draft_page(request) if request.htmx else see_other("agreements:home")
    form = LineForm(request.POST)
    op_id = own_id(request, form.cleaned_data["op_id"]) if form.is_valid() else new_id(request)
    borrows = request.headers.get("HX-Target", "").startswith("starter-")
    if "text" in form.errors:
        return refused(request, Trouble(str(form.errors["text"][0]), form.words))
    try:
        added = add_line(request.couple, by=request.person, text=form.words, op_id=op_id)
    except AgreementError as error:
        if borrows:
            return swap(request, BORROWED, status=UNPROCESSABLE, problem=str(error))
        return refused(request, trouble_with(error, words=form.words, op_id=op_id))
    if borrows:
        return swap(request, BORROWED)
    then = place_of(added, written=has_private_hint(request, added.text))
    return draft_page(request, then=then, written=added.pk)


@require_http_methods(["GET", "POST"])
@vary_on_headers("Accept")
@couple_required
def line(request: CoupleRequest, id: UUID) -> HttpResponse:
    """One line. The editor asks for its words and revision, and saves; without it the form saves and leads back."""
    scripted = request.get_preferred_type(["text/html", "application/json"]) == "application/json"
    if request.method != "POST":
        found = _own(request, id)
        answer = Saved(found.rev, found.text)
        return _told(request, answer) if scripted else see_other(place_of(found))
    # Not asked for first: it is read under the lock anyway, and somebody waits for every query of a saving.
    found = Guideline(pk=id, couple=request.couple)
    try:
        saved = _save(request, found)
    except Guideline.DoesNotExist:
        raise Http404 from None
    except AgreementError as error:
        found = _own(request, id)
        if scripted:
            known = not isinstance(error, UnknownBase | ForeignOperation)
            return JsonResponse({"error": str(error)}, status=UNPROCESSABLE if known else CONFLICT)
        return refused(request, trouble_on(request, found, error))
    if scripted:
        return _told(request, saved)
    return draft_page(request, then=after(request, found, saved), written=found.pk)


@require_POST
@couple_required
def open_line(request: CoupleRequest, id: UUID) -> HttpResponse:
    """A page says that it has this line open, or has closed it. Only a page that has it open learns whether the partner
    has.
    """
    found = _own(request, id)
    if request.POST.get("open") != "1":
        presence.close(found, by=request.person, partner=request.partner)
        return HttpResponse(status=204)
    return JsonResponse({"also": presence.keep_open(found, by=request.person, partner=request.partner)})


@require_POST
@couple_required
def place(request: CoupleRequest, id: UUID) -> HttpResponse:
    """Move a line. The form carries its words too, so that nothing typed is left behind."""
    found = _own(request, id)
    form = PlaceForm(request.POST)
    try:
        _save(request, found)
    except AgreementError as error:
        return refused(request, trouble_on(request, found, error))
    if form.is_valid():
        side = "before" if form.cleaned_data["before"] else "after"
        move(found, side=side, other=_own(request, form.cleaned_data[side]))  # type: ignore[arg-type]
    return draft_page(request, then=place_of(found))


@require_POST
@couple_required
def removal(request: CoupleRequest, id: UUID) -> HttpResponse:
    found = _own(request, id)
    try:
        _save(request, found)
    except AgreementError as error:
        return refused(request, trouble_on(request, found, error))
    remove(found, by=request.person)
    return draft_page(request, then=place_of(found))


@require_POST
@couple_required
def restoration(request: CoupleRequest, id: UUID) -> HttpResponse:
    found = _own(request, id)
    try:
        restore(found)
    except AgreementError as error:
        messages.error(request, str(error))
    return draft_page(request, then=place_of(found))


def _own(request: CoupleRequest, id: UUID) -> Guideline:
    found = get_object_or_404(Guideline.objects.for_couple(request.couple), pk=id)
    found.couple = request.couple
    return found


def _save(request: CoupleRequest, found: Guideline) -> Saved:
    form = LineForm(request.POST)
    if not form.is_valid():
        raise UnknownBase
    sent = form.cleaned_data
    return revise(
        found,
        by=request.person,
        text=sent["text"],
        base_rev=sent["base_rev"],
        op_id=own_id(request, sent["op_id"]),
        base_op=sent["base_op"] and own_id(request, sent["base_op"]),
    )


def _told(request: CoupleRequest, saved: Saved) -> JsonResponse:
    hint = hint_about(request, saved.text, writing=request.method == "POST")
    shown = render_to_string("journal/agreements/hints/_hint.html", {"hint": hint}) if hint else ""
    return JsonResponse({"rev": saved.rev, "text": saved.text, "overlap": saved.overlap is not None, "hint": shown})
