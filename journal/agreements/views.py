from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from couples.access import CoupleRequest, couple_required, new_id, own_id
from couples.htmx import UNPROCESSABLE, swap
from journal.agreements import also, services
from journal.agreements.draft import Trouble, context, hint_about, questions, revisions_of, trouble_with
from journal.agreements.errors import AgreementError, AlreadySettled, ForeignOperation, UnknownBase, WordsMoved
from journal.agreements.forms import ChoiceForm, LineForm, PlaceForm
from journal.agreements.models import MOST_CHARACTERS, Choice, Guideline, Overlap
from journal.agreements.starters import GROUPS

PAGE = "journal/agreements/home.html"
DRAFT = f"{PAGE}#draft"
CONFLICT = 409


@require_GET
@couple_required
def home(request: CoupleRequest) -> HttpResponse:
    return swap(request, DRAFT, **context(request, written=_written(request)))


@require_GET
@couple_required
def state(request: CoupleRequest) -> HttpResponse:
    """Where signing stands; the page asks again when something was said to have changed, and names what it shows."""
    now = context(request)
    if request.GET.get("seen") == now["state_key"]:
        return HttpResponse(status=204)
    return swap(request, f"{PAGE}#state", **now)


@require_GET
@couple_required
def revisions(request: CoupleRequest) -> HttpResponse:
    """What there is to show, by revision: an open page asks every few seconds, as a hint may be lost."""
    now = revisions_of(request.couple, seen=request.GET.get("seen", ""))
    return JsonResponse(now) if now else HttpResponse(status=204)


@require_http_methods(["GET", "POST"])
@couple_required
def lines(request: CoupleRequest) -> HttpResponse:
    if request.method != "POST":
        return swap(request, DRAFT, **context(request)) if request.htmx else redirect("agreements:home")
    form = LineForm(request.POST)
    op_id = own_id(request, form.cleaned_data["op_id"]) if form.is_valid() else new_id(request)
    if "text" in form.errors:
        return _troubled(request, Trouble(str(form.errors["text"][0]), form.words))
    try:
        added = services.add_line(request.couple, by=request.person, text=form.words, op_id=op_id)
    except AgreementError as error:
        return _troubled(request, trouble_with(error, words=form.words, op_id=op_id))
    if request.headers.get("HX-Target", "").startswith("starter-"):
        return swap(request, "journal/agreements/starters.html#borrowed", starter=request.headers["HX-Target"])
    then = _at(added, _hinted(request, added.text))
    return swap(request, DRAFT, then=then, **context(request, written=added.pk))


@require_http_methods(["GET", "POST"])
@vary_on_headers("Accept")
@couple_required
def line(request: CoupleRequest, id: UUID) -> HttpResponse:
    """One line. The editor asks for its words and revision, and saves; without it the form saves and leads back."""
    scripted = request.get_preferred_type(["text/html", "application/json"]) == "application/json"
    if request.method != "POST":
        found = _own(request, id)
        answer = services.Saved(found.rev, found.text)
        return _told(request, answer) if scripted else redirect(_at(found))
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
            return JsonResponse({"error": str(error.message)}, status=UNPROCESSABLE if known else CONFLICT)
        return _troubled(request, _about(request, found, error))
    if scripted:
        return _told(request, saved)
    return swap(request, DRAFT, then=_after(request, found, saved), **context(request, written=found.pk))


@require_POST
@couple_required
def open_line(request: CoupleRequest, id: UUID) -> HttpResponse:
    """A page has this line open, or has closed it; whether the partner has it open too is said to the former only."""
    found = _own(request, id)
    if request.POST.get("open") != "1":
        also.close(found, by=request.person, partner=request.partner)
        return HttpResponse(status=204)
    return JsonResponse({"also": also.keep_open(found, by=request.person, partner=request.partner)})


@require_POST
@couple_required
def place(request: CoupleRequest, id: UUID) -> HttpResponse:
    """Move a line. The form carries its words too, so that nothing typed is left behind."""
    found = _own(request, id)
    form = PlaceForm(request.POST)
    try:
        _save(request, found)
    except AgreementError as error:
        return _troubled(request, _about(request, found, error))
    if form.is_valid():
        side = "before" if form.cleaned_data["before"] else "after"
        services.move(found, side=side, other=_own(request, form.cleaned_data[side]))  # type: ignore[arg-type]
    return swap(request, DRAFT, then=_at(found), **context(request))


@require_POST
@couple_required
def removal(request: CoupleRequest, id: UUID) -> HttpResponse:
    found = _own(request, id)
    try:
        _save(request, found)
    except AgreementError as error:
        return _troubled(request, _about(request, found, error))
    services.remove(found, by=request.person)
    return swap(request, DRAFT, then=_at(found), **context(request))


@require_POST
@couple_required
def restoration(request: CoupleRequest, id: UUID) -> HttpResponse:
    found = _own(request, id)
    try:
        services.restore(found)
    except AgreementError as error:
        messages.error(request, str(error.message))
    return swap(request, DRAFT, then=_at(found), **context(request))


@require_http_methods(["GET", "POST"])
@couple_required
def overlap(request: CoupleRequest, id: UUID) -> HttpResponse:
    """Both changed the same words: the two wordings, and four ways on."""
    found = get_object_or_404(Overlap.objects.for_couple(request.couple).select_related("line__couple"), pk=id)
    if request.method != "POST":
        return _question(request, found)
    form = ChoiceForm(request.POST)
    if not form.is_valid():
        return _question(request, found, Trouble(_("Choose one of the four."), words=form.words, overlap=found.pk))
    choice = Choice(form.cleaned_data["choice"])
    seen = form.cleaned_data["seen_rev"]
    try:
        saved = services.settle(found, by=request.person, choice=choice, seen_rev=seen, text=form.cleaned_data["text"])
    except AlreadySettled as error:
        messages.info(request, str(error.message))
        return swap(request, DRAFT, then=_at(found.line), **context(request))
    except (AgreementError, WordsMoved) as error:
        return _question(request, found, trouble_with(error, words=form.words, overlap=found.pk))
    return swap(request, DRAFT, then=_after(request, found.line, saved), **context(request, written=found.line_id))


@require_GET
@couple_required
def starters(request: CoupleRequest) -> HttpResponse:
    """Lines to borrow. Borrowed, a line is theirs like any other."""
    groups = [(group, [(starter, new_id(request)) for starter in group.starters]) for group in GROUPS]
    return swap(request, "journal/agreements/starters.html", groups=groups)


def _own(request: CoupleRequest, id: UUID) -> Guideline:
    found = get_object_or_404(Guideline.objects.for_couple(request.couple), pk=id)
    found.couple = request.couple
    return found


def _save(request: CoupleRequest, found: Guideline) -> services.Saved:
    form = LineForm(request.POST)
    if not form.is_valid():
        raise UnknownBase
    sent = form.cleaned_data
    return services.revise(
        found,
        by=request.person,
        text=sent["text"],
        base_rev=sent["base_rev"],
        op_id=own_id(request, sent["op_id"]),
        base_op=sent["base_op"] and own_id(request, sent["base_op"]),
    )


def _told(request: CoupleRequest, saved: services.Saved) -> JsonResponse:
    hint = hint_about(request, saved.text, writing=request.method == "POST")
    shown = render_to_string("journal/agreements/_hint.html", {"hint": hint}) if hint else ""
    return JsonResponse({"rev": saved.rev, "text": saved.text, "overlap": saved.overlap is not None, "hint": shown})


def _hinted(request: CoupleRequest, text: str) -> bool:
    """Whether whoever wrote this is told something that is not on the page anyway."""
    hint = hint_about(request, text, writing=True)
    return hint is not None and not hint.safety


def _written(request: CoupleRequest) -> UUID | None:
    try:
        return UUID(request.GET.get("written", ""))
    except ValueError:
        return None


def _about(request: CoupleRequest, found: Guideline, error: AgreementError) -> Trouble:
    form = LineForm(request.POST)
    base = form.cleaned_data.get("base_rev") if form.is_valid() else found.rev
    return trouble_with(error, words=form.words, line=found.pk, base_rev=base)


def _troubled(request: CoupleRequest, trouble: Trouble) -> HttpResponse:
    return swap(request, DRAFT, status=UNPROCESSABLE, **context(request, trouble))


def _question(request: CoupleRequest, found: Overlap, trouble: Trouble | None = None) -> HttpResponse:
    if trouble and request.htmx:
        return _troubled(request, trouble)
    asked = questions(request, [found.line], trouble).get(found.line_id, [])
    question = next((each for each in asked if each.overlap == found), None)
    if question is None:
        return redirect(_at(found.line))
    status = UNPROCESSABLE if trouble else 200
    shown = {"question": question, "most": MOST_CHARACTERS}
    return swap(request, "journal/agreements/overlap.html", status=status, **shown)


def _after(request: CoupleRequest, found: Guideline, saved: services.Saved) -> str:
    if saved.overlap:
        return reverse("agreements:overlap", args=[saved.overlap.pk])
    return _at(found, _hinted(request, saved.text))


def _at(found: Guideline, hinted: bool = False) -> str:
    asked = f"?written={found.pk}" if hinted else ""
    return f"{reverse('agreements:home')}{asked}#line-{found.pk}"
