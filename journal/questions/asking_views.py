from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from couples import clock
from couples.access import CoupleRequest, couple_required, name_of_other, new_id, own_id
from couples.htmx import see_other, swap
from couples.space.models import CoupleOwnedQuerySet
from journal.questions import deck, services
from journal.questions.forms import ChosenForm, OwnForm
from journal.questions.models import OwnQuestion, Prompt

UNPROCESSABLE = 422


@require_http_methods(["GET", "POST"])
@couple_required
def ask(request: CoupleRequest) -> HttpResponse:
    """Asks the partner in one's own words, or with a question of the deck. They answer whenever they like."""
    if request.partner is None:
        return swap(request, "journal/questions/ask.html")
    own = "key" not in request.POST
    form = (OwnForm if own else ChosenForm)(request.POST if request.method == "POST" else None, initial=fresh(request))
    if request.method == "GET" or not form.is_valid():
        return ask_page(request, form if isinstance(form, OwnForm) else OwnForm(initial=fresh(request)))
    prompt = services.ask(request.couple, by=request.person, **brought(request, form))
    return see_other("questions:page", prompt.pk)


def ask_page(request: CoupleRequest, form: OwnForm) -> HttpResponse:
    """Offers questions as deep as this person likes to go. The other's choice is on no page, and they may pass."""
    theme = next((theme for theme in deck.THEMES if theme.key == request.GET.get("theme")), None)
    depth = services.depth_of(request.couple, request.person)
    shown = [
        (question, new_id(request))
        for question in deck.ASKABLE
        if theme and question.theme == theme.key and question.depth <= depth
    ]
    return swap(
        request,
        "journal/questions/ask.html",
        status=UNPROCESSABLE if request.method == "POST" else None,
        form=form,
        themes=deck.THEMES,
        theme=theme,
        shown=shown,
        waiting=services.asked_by(request.couple, request.person),
    )


@require_GET
@couple_required
def asked_of_me(request: CoupleRequest) -> HttpResponse:
    """All that the other would like to know, whenever."""
    every = services.asked_of(request.couple, request.person)
    return swap(request, "journal/questions/asked.html", asked=every, name=name_of_other(request))


@require_POST
@couple_required
def withdrawal(request: CoupleRequest, id: UUID) -> HttpResponse:
    prompt = get_object_or_404(asked(request), pk=id)
    try:
        services.take_back(prompt)
    except services.AlreadyOpened as answered:
        messages.info(request, str(answered))
        return see_other("questions:page", id)
    messages.success(request, _("You took the question back."))
    return see_other("questions:ask")


@require_http_methods(["GET", "POST"])
@couple_required
def ours(request: CoupleRequest) -> HttpResponse:
    """Questions the two have added; each gets its day, one after the other."""
    form = OwnForm(request.POST if request.method == "POST" else None, initial=fresh(request))
    if request.method == "POST" and form.is_valid():
        services.add_own(request.couple, by=request.person, **brought(request, form))
        return see_other("questions:ours")
    listed = OwnQuestion.objects.for_couple(request.couple).order_by("-created_at")
    return swap(
        request,
        "journal/questions/ours.html",
        form=form,
        questions=listed.not_retired(),
        gone=listed.filter(author=request.person, retired_at__gte=clock.now() - services.UNDO),
    )


@require_POST
@couple_required
def removal(request: CoupleRequest, id: UUID) -> HttpResponse:
    services.retire_own(get_object_or_404(own(request), pk=id))
    return see_other("questions:ours")


@require_POST
@couple_required
def put_back(request: CoupleRequest, id: UUID) -> HttpResponse:
    services.retire_own(get_object_or_404(own(request), pk=id), back=True)
    return see_other("questions:ours")


def fresh(request: CoupleRequest) -> dict[str, Any]:
    return {"id": new_id(request)}


def brought(request: CoupleRequest, form: OwnForm | ChosenForm) -> dict[str, Any]:
    return form.cleaned_data | {"id": own_id(request, form.cleaned_data["id"])}


def own(request: CoupleRequest) -> Any:
    return OwnQuestion.objects.for_couple(request.couple).filter(author=request.person)


def asked(request: CoupleRequest) -> CoupleOwnedQuerySet[Prompt]:
    return Prompt.objects.for_couple(request.couple).filter(asked_by=request.person)
