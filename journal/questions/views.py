from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from couples import clock
from couples.access import CoupleRequest, couple_required
from couples.drafts.merging import Unseen
from couples.htmx import CONFLICT, UNPROCESSABLE, see_other, swap
from couples.newest import NAMED, newest
from journal.months import by_month
from journal.questions import services
from journal.questions.forms import AnswerForm, FeedbackForm, QuestionDepthForm
from journal.questions.models import Answer, Prompt
from journal.questions.services import QuestionError
from journal.questions.suggesting import STILL_WRITTEN, find, id_on

PAGE = "journal/questions/page.html"


@require_GET
@couple_required
def start(request: CoupleRequest) -> HttpResponse:
    """Today's, whatever its state."""
    return question_page(request, asked_for(request, id_on(request.couple, clock.today(request.person))))


@require_GET
@couple_required
def last_night(request: CoupleRequest) -> HttpResponse:
    """The day's before, while it can be answered; tonight's if there is none."""
    before = id_on(request.couple, clock.today(request.person) - STILL_WRITTEN)
    prompt = find(request.couple, request.person, before)
    return question_page(request, prompt) if prompt else see_other("questions:start")


@require_GET
@couple_required
def page(request: CoupleRequest, id: UUID) -> HttpResponse:
    return question_page(request, asked_for(request, id))


@require_POST
@couple_required
def draft(request: CoupleRequest, id: UUID) -> HttpResponse:
    """Autosave. 204 says it is safe; nothing on the page changes."""
    asked_for(request, id)
    form = AnswerForm(request.POST, for_draft=True)
    if not form.is_valid():
        return HttpResponse(status=UNPROCESSABLE)
    try:
        answer = services.save_draft(request.couple, by=request.person, id=id, **form.given)
    except services.NotThere:
        raise Http404 from None
    except QuestionError:
        return HttpResponse(status=CONFLICT)
    return form.answer({"text": answer.text}, given=not answer.is_draft)


@require_POST
@couple_required
def giving(request: CoupleRequest, id: UUID) -> HttpResponse:
    return answering(request, id, AnswerForm(request.POST, asked=is_asked(request, id)), services.give)


@require_POST
@couple_required
def aside(request: CoupleRequest, id: UUID) -> HttpResponse:
    """The button stands in the form, so that what is typed comes along and is kept."""
    form = AnswerForm(request.POST, asked=is_asked(request, id), for_draft=True)
    return answering(request, id, form, services.set_aside)


def answering(request: CoupleRequest, id: UUID, form: AnswerForm, act: Any) -> HttpResponse:
    prompt = asked_for(request, id)
    if not form.is_valid():
        return question_page(request, prompt, form)
    words = form.given if "text" in request.POST else {}
    try:
        act(request.couple, by=request.person, id=id, **words)
    except services.NotThere:
        raise Http404 from None
    except Unseen as unseen:
        form.show_again(unseen)
        return question_page(request, prompt, form)
    except services.TakenBack as refused:
        services.save_draft(request.couple, by=request.person, id=id, **form.given)
        messages.info(request, str(refused))
        return see_other("questions:kept")
    except QuestionError as refused:
        return question_page(request, asked_for(request, id), form, refused=refused)
    return see_other("questions:page", id)


@require_POST
@couple_required
def retraction(request: CoupleRequest, id: UUID) -> HttpResponse:
    asked_for(request, id)
    try:
        services.retract(request.couple, by=request.person, id=id)
    except services.NotThere:
        raise Http404 from None
    except QuestionError as refused:
        messages.info(request, str(refused))
    return see_other("questions:page", id)


@require_POST
@couple_required
def feedback(request: CoupleRequest, id: UUID) -> HttpResponse:
    """Only about what one has read an answer to."""
    prompt = asked_for(request, id)
    if not Answer.objects.for_couple(request.couple).filter(prompt=prompt).opened().exists():
        raise Http404
    form = FeedbackForm(request.POST)
    if form.is_valid():
        services.give_feedback(request.couple, by=request.person, prompt=prompt, how=form.cleaned_data["how"])
        messages.success(request, _("Saved. Only you can see it."))
    return see_other("questions:page", id)


@require_GET
@couple_required
def earlier(request: CoupleRequest) -> HttpResponse:
    """What both could read, by month. Days without an answer are simply not there."""
    opened = Answer.objects.for_couple(request.couple).opened()
    shown, months = by_month(opened.select_related("prompt"), "opened_at", request.GET.get("month", ""))
    prompts = list({answer.prompt_id: (answer.opened_at, answer.prompt) for answer in shown}.values())
    return swap(request, "journal/questions/earlier.html", prompts=prompts, **months)


@require_GET
@couple_required
def kept(request: CoupleRequest) -> HttpResponse:
    """What one began, sealed or set aside and nobody else has read."""
    today = id_on(request.couple, clock.today(request.person))
    mine = services.unopened(request.couple, request.person).exclude(prompt=today)
    shown, months = by_month(mine.select_related("prompt"), "created_at", request.GET.get("month", ""))
    return swap(
        request,
        "journal/questions/kept.html",
        kept=[answer for answer in shown if answer.text.strip()],
        **months,
    )


@require_http_methods(["GET", "POST"])
@couple_required
def depth(request: CoupleRequest) -> HttpResponse:
    mine = services.depth_of(request.couple, request.person)
    form = QuestionDepthForm(request.POST if request.method == "POST" else None, initial={"depth": mine})
    if request.method == "POST" and form.is_valid():
        services.choose_depth(request.couple, by=request.person, depth=form.cleaned_data["depth"])
        messages.success(request, _("Saved. Only you can see this. It starts within the next few days."))
        return see_other("questions:start")
    return swap(request, "journal/questions/depth.html", form=form)


def asked_for(request: CoupleRequest, id: UUID) -> Prompt:
    prompt = find(request.couple, request.person, id)
    if prompt is None:
        raise Http404
    return prompt


def is_asked(request: CoupleRequest, id: UUID) -> bool:
    return Prompt.objects.for_couple(request.couple).filter(pk=id, asked_by__isnull=False).exists()


def question_page(
    request: CoupleRequest, prompt: Prompt, form: AnswerForm | None = None, *, refused: QuestionError | None = None
) -> HttpResponse:
    answers = list(Answer.objects.for_couple(request.couple).visible_to(request.person).filter(prompt=prompt))
    mine = next((answer for answer in answers if answer.author_id == request.person.pk), None)
    read = [(member, answer) for member in request.people for answer in answers if answer.author_id == member.person_id]
    opened = any(answer.is_open for answer in answers)
    initial = {"text": mine.text if mine else "", "about": prompt.key}
    return swap(
        request,
        f"{PAGE}#state",
        status=CONFLICT if refused else None,
        prompt=prompt,
        mine=mine,
        said=read if opened else [],
        opened=opened,
        state=state_of(request, prompt, mine, opened=opened),
        form=form or AnswerForm(initial=initial, asked=bool(prompt.asked_by_id)),
        refused=refused,
        feedback=FeedbackForm(initial={"how": services.feedback_of(request.person, prompt)}) if opened else None,
        asked=newest(services.asked_of(request.couple, request.person).exclude(pk=prompt.pk), NAMED),
        past=bool(prompt.on and prompt.on < clock.today(request.person)),
    )


def state_of(request: CoupleRequest, prompt: Prompt, mine: Answer | None, *, opened: bool) -> str:
    """Where this question stands for this reader. Of the other's answer, nothing before it is open."""
    if opened:
        return "opened"
    if prompt.withdrawn_at:
        return "withdrawn"
    if prompt.asked_by_id == request.person.pk:
        return "asked"
    if mine and mine.sealed_at:
        return "waiting"
    return "aside" if mine and mine.passed_at else "writing"
