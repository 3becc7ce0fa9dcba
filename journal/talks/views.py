"""The list of talks, beginning one, and its page with what each may do before anybody speaks."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from couples.access import CoupleRequest, couple_required, new_id, own_id
from couples.errors import Refused
from couples.htmx import CONFLICT, see_other, swap
from journal.listening.views import is_together
from journal.months import newest_of_month
from journal.talks import beginning
from journal.talks.beginning import OneAtATime
from journal.talks.forms import ReadyForm, SubjectForm
from journal.talks.ideas_shown import tried
from journal.talks.models import Talk, When
from journal.talks.phone import Hands, hand, hands
from journal.talks.position import Acting
from journal.talks.reader_view import view_of
from journal.talks.talk_page import moved_page, talk_page
from journal.wording import engine as wording
from journal.wording.subject_rules import RULES


@require_GET
@couple_required
def home(request: CoupleRequest) -> HttpResponse:
    """The talk that is going on, what the two try by now, and the talks that have ended."""
    every = Talk.objects.for_couple(request.couple)
    shown, months = newest_of_month(every.ended(), "ended_at", request.GET.get("month", ""))
    going, trying = every.going_on().first(), tried(request)
    return swap(request, "journal/talks/home.html", going=going, tried=trying, talks=shown, **months)


@require_http_methods(["GET", "POST"])
@couple_required
def new(request: CoupleRequest) -> HttpResponse:
    form = SubjectForm(request.POST if request.method == "POST" else None, initial={"id": new_id(request)})
    if request.partner is None or not form.is_valid():
        return subject_page(request, form)
    id = own_id(request, form.cleaned_data["id"])
    try:
        talk = beginning.begin(
            request.couple, by=request.person, other=request.partner, id=id, subject=form.cleaned_data["subject"]
        )
    except OneAtATime as open_already:
        return subject_page(request, form, notice=str(open_already), status=CONFLICT)
    return see_other("talks:talk", talk.pk)


@require_POST
@couple_required
def hints(request: CoupleRequest) -> HttpResponse:
    """What might be said about the subject on a pause. Nothing is stored, and nothing is refused."""
    return swap(request, "journal/talks/_hints.html", hints=about(request.POST.get("subject", "")))


@require_GET
@couple_required
def talk(request: CoupleRequest, id: UUID) -> HttpResponse:
    found = a_talk(request, id)
    return moved_page(request, found, request.GET["seen"]) if "seen" in request.GET else talk_page(request, found)


@require_GET
@couple_required
def earlier(request: CoupleRequest, id: UUID) -> HttpResponse:
    """All that was said so far. Neither drafts nor anything sealed stand there, whoever has the phone."""
    found = a_talk(request, id)
    if hands(request, found) in {Hands.TO_THEM, Hands.BACK}:
        return see_other("talks:talk", id)
    return swap(request, "journal/talks/earlier.html#said", view=view_of(request, found, whole=True))


@require_POST
@couple_required
def readiness(request: CoupleRequest, id: UUID) -> HttpResponse:
    found, who = a_talk(request, id), acting(request)
    form = ReadyForm(request.POST, zone=who.person.tzinfo)
    if not form.is_valid():
        return talk_page(request, found, sent=form)
    said = form.cleaned_data
    try:
        beginning.answer(found, who, asked=said["asked"], when=When(said["when"]), proposed=form.proposed)
    except Refused as late:
        return talk_page(request, found, notice=str(late), status=CONFLICT)
    return see_other("talks:talk", id)


@require_POST
@couple_required
def order(request: CoupleRequest, id: UUID) -> HttpResponse:
    """Who this one would like to speak first."""
    found = a_talk(request, id)
    chosen = next((each.person_id for each in request.people if each.hue == request.POST.get("first")), None)
    if chosen is None:
        return see_other("talks:talk", id)
    try:
        beginning.prefer(found, by=request.person, first=chosen)
    except Refused as late:
        return talk_page(request, found, notice=str(late), status=CONFLICT)
    return see_other("talks:talk", id)


@require_POST
@couple_required
def phone(request: CoupleRequest, id: UUID) -> HttpResponse:
    """Hand the phone over, by way of a cover page, and back."""
    found, to = a_talk(request, id), request.POST.get("to")
    if to not in set(Hands) or request.partner is None:
        return see_other("talks:talk", id)
    hand(request, found, Hands(to))
    return see_other("talks:talk", id)


def subject_page(
    request: CoupleRequest, form: SubjectForm, *, notice: str = "", status: int | None = None
) -> HttpResponse:
    going = Talk.objects.for_couple(request.couple).going_on().first()
    hints = about(str(form["subject"].value() or ""))
    return swap(request, "journal/talks/new.html", status=status, form=form, going=going, notice=notice, hints=hints)


def about(subject: str) -> list[wording.Hint]:
    return list(wording.hints(RULES, wording.read(subject)))


def a_talk(request: CoupleRequest, id: UUID) -> Talk:
    found: Talk = get_object_or_404(Talk.objects.for_couple(request.couple), pk=id)
    found.couple = request.couple
    return found


def acting(request: CoupleRequest) -> Acting:
    """Who sends this: the form says so, as the phone may have changed hands since."""
    if is_together(request.POST) and request.partner:
        return Acting(request.partner, typed_by=request.person)
    return Acting(request.person)
