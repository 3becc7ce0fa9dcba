from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from couples.access import CoupleRequest, couple_required, new_id, own_id
from couples.htmx import CONFLICT, see_other, swap
from journal.touch import asking
from journal.touch.forms import AnswerForm, AskForm
from journal.touch.models import Ask
from journal.touch.services import list_for
from journal.wording import engine as wording
from journal.wording.asking_rules import RULES


@require_http_methods(["GET", "POST"])
@couple_required
def ask(request: CoupleRequest) -> HttpResponse:
    """One who has asked already is told so before they write what could not be sent."""
    before = asking.asked_by(request.couple, request.person) if request.method == "GET" else None
    if before and before.is_open:
        return swap(request, "journal/touch/ask.html", has_asked=str(asking.OneAtATime()))
    sheet, found = list_for(request.couple, request.person, request.partner)
    offered = [(match.key, match.words) for match in found]
    initial = {"id": new_id(request), "thing": request.GET.get("thing", "")}
    form = AskForm(request.POST if request.method == "POST" else None, sheet=sheet, offered=offered, initial=initial)
    if request.method == "GET" or request.partner is None or not form.is_valid():
        return ask_page(request, form)
    id = own_id(request, form.cleaned_data["id"])
    try:
        asking.ask(request.couple, by=request.person, id=id, **form.asked)
    except asking.AskError as refused:
        return ask_page(request, form, refused=str(refused))
    return see_other("touch:home")


@require_POST
@couple_required
def hints(request: CoupleRequest) -> HttpResponse:
    """What might be said about the words on a pause. Nothing is stored, and nothing is refused."""
    return swap(request, "journal/touch/_hints.html", hints=about(request.POST.get("words", "")))


@require_GET
@couple_required
def question(request: CoupleRequest, id: UUID) -> HttpResponse:
    asked = asked_of_me(request, id)
    return question_page(request, asked, AnswerForm(initial={"how": asked.answer, "reply": asked.reply}))


@require_POST
@couple_required
def answer(request: CoupleRequest, id: UUID) -> HttpResponse:
    asked, form = asked_of_me(request, id), AnswerForm(request.POST)
    if not form.is_valid():
        return question_page(request, asked, form)
    try:
        asking.answer(asked, by=request.person, **form.cleaned_data)
    except asking.Faded as faded:
        return question_page(request, asked, form, refused=str(faded))
    if form.cleaned_data["how"] == asking.Answer.NOT_NOW:
        messages.success(request, _("Nothing was sent. The question just fades."))
    return see_other("touch:home")


@require_POST
@couple_required
def take_back(request: CoupleRequest, id: UUID) -> HttpResponse:
    """One's own question, or one's own answer."""
    found = get_object_or_404(Ask.objects.for_couple(request.couple), pk=id)
    if found.asked_by_id == request.person.pk or found.answered_at:
        asking.take_back(found, by=request.person)
    return see_other("touch:home")


def asked_of_me(request: CoupleRequest, id: UUID) -> Ask:
    return get_object_or_404(Ask.objects.for_couple(request.couple).exclude(asked_by=request.person), pk=id)


def ask_page(request: CoupleRequest, form: AskForm, *, refused: str = "") -> HttpResponse:
    told = about(str(form["words"].value() or ""))
    status = CONFLICT if refused else None
    return swap(request, "journal/touch/ask.html", status=status, form=form, hints=told, refused=refused)


def question_page(request: CoupleRequest, asked: Ask, form: AnswerForm, *, refused: str = "") -> HttpResponse:
    status = CONFLICT if refused else None
    return swap(request, "journal/touch/question.html", status=status, asked=asked, form=form, refused=refused)


def about(words: str) -> list[wording.Hint]:
    return list(wording.hints(RULES, wording.read(words)))
