"""What the two do in a talk: speak, hand over, look at ideas, end it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from couples import clock, ids
from couples.access import CoupleRequest, couple_required, name_of_other, own_id
from couples.drafts.merging import Unseen
from couples.errors import Refused
from couples.htmx import CONFLICT, UNPROCESSABLE, see_other, swap
from journal.listening.services import MovedOn
from journal.talks import beginning, ending, ideas, speaking
from journal.talks.beginning import OneAtATime
from journal.talks.forms import EndingForm, StatementForm, UnderstoodForm
from journal.talks.idea_forms import IdeaForm
from journal.talks.ideas_shown import ideas_of
from journal.talks.models import Ending, Idea, Talk
from journal.talks.reader_view import view_of
from journal.talks.talk_page import talk_page
from journal.talks.views import a_talk, acting


@require_POST
@couple_required
def draft(request: CoupleRequest, id: UUID) -> HttpResponse:
    """Autosave. 204 says it is safe; nothing on the page changes."""
    talk = a_talk(request, id)
    form = StatementForm(request.POST, for_draft=True)
    if not form.is_valid() or form.cleaned_data["together"]:
        return HttpResponse(status=UNPROCESSABLE)
    said = form.cleaned_data
    kept = speaking.keep_draft(talk, by=request.person, text=said["text"], seen=said["seen"], base=form.typed_on)
    return form.answer({"text": kept}, given=False)


@require_POST
@couple_required
def statement(request: CoupleRequest, id: UUID) -> HttpResponse:
    talk, form = a_talk(request, id), StatementForm(request.POST)
    if not form.is_valid():
        return talk_page(request, talk, sent=form)
    said = form.cleaned_data
    base = None if said["together"] else form.typed_on
    try:
        speaking.say(talk, acting(request), text=said["text"], seen=said["seen"], base=base)
    except Unseen as unseen:
        form.show_again(unseen)
        return talk_page(request, talk, sent=form)
    except Refused as moved_on:
        return too_late(request, talk, moved_on, said["text"])
    return see_other("talks:talk", id)


@require_POST
@couple_required
def swapping(request: CoupleRequest, id: UUID) -> HttpResponse:
    """From now on the other one of the two speaks, or this one."""
    talk, seen = a_talk(request, id), request.POST.get("seen", "")
    to = next((each.person_id for each in request.people if each.hue == request.POST.get("to")), None)
    if to is None or not seen.isdecimal():
        return too_late(request, talk, MovedOn())
    return done(request, talk, lambda: speaking.swap(talk, acting(request), to=to, seen=int(seen[:6])))


@require_POST
@couple_required
def tick(request: CoupleRequest, id: UUID) -> HttpResponse:
    talk = a_talk(request, id)
    is_enough = request.POST.get("enough") == "1"
    return done(request, talk, lambda: speaking.tick(talk, acting(request), enough=is_enough))


@require_POST
@couple_required
def idea(request: CoupleRequest, id: UUID) -> HttpResponse:
    talk, who = a_talk(request, id), acting(request)
    form = IdeaForm(request.POST, today=clock.today(who.person))
    if not form.is_valid():
        return talk_page(request, talk, sent=form)
    said = form.cleaned_data
    made = ids.bound(said["id"], who.person, request.couple)
    try:
        ideas.add(talk, who, id=made, text=said["text"], until=said["until"])
    except Refused as moved_on:
        return too_late(request, talk, moved_on, said["text"])
    return see_other("talks:talk", id)


@require_POST
@couple_required
def want(request: CoupleRequest, id: UUID) -> HttpResponse:
    """`id` is that of an idea."""
    found = get_object_or_404(Idea.objects.for_couple(request.couple).select_related("talk"), pk=id)
    found.talk.couple = request.couple
    wanted = request.POST.get("want") == "1"
    return done(request, found.talk, lambda: ideas.want(found, acting(request), wanted=wanted))


@require_http_methods(["GET", "POST"])
@couple_required
def end(request: CoupleRequest, id: UUID) -> HttpResponse:
    talk = a_talk(request, id)
    given = request.POST if request.method == "POST" else None
    if talk.ended_at and given is None:
        return see_other("talks:talk", id)
    view = view_of(request, talk)
    tries = [each["idea"] for each in ideas_of(request, view) if each["stands"]]
    form = EndingForm(given, today=clock.today(request.person), name=name_of_other(request), tries=bool(tries))
    if not form.is_valid():
        return swap(request, "journal/talks/ending.html", talk=talk, form=form, tries=tries)
    said = form.cleaned_data
    wanted: dict[str, Any] = {"ending": Ending(said["ending"]), "back_on": said["back_on"], "text": said["text"]}
    return done(request, talk, lambda: ending.end(talk, by=request.person, **wanted), said["text"])


@require_POST
@couple_required
def understood(request: CoupleRequest, id: UUID) -> HttpResponse:
    talk, who = a_talk(request, id), acting(request)
    name = request.person.name if who.typed_by else name_of_other(request)
    form = UnderstoodForm(request.POST, name=name)
    if not form.is_valid():
        return talk_page(request, talk, sent=form)
    text = form.cleaned_data["text"]
    return done(request, talk, lambda: ending.understand(talk, who, text=text), text)


@require_POST
@couple_required
def again(request: CoupleRequest, id: UUID) -> HttpResponse:
    """A new talk about the same, beside this one."""
    before = get_object_or_404(Talk.objects.for_couple(request.couple).ended(), pk=id)
    if request.partner is None or not before.subject:
        return see_other("talks:home")
    try:
        made = UUID(request.POST.get("id", ""))
    except ValueError:
        return too_late(request, before, MovedOn())
    try:
        talk = beginning.begin(
            request.couple,
            by=request.person,
            other=request.partner,
            id=own_id(request, made),
            subject=before.subject,
            after=before,
        )
    except OneAtATime as open_already:
        return talk_page(request, before, notice=str(open_already), status=CONFLICT)
    return see_other("talks:talk", talk.pk)


def done(request: CoupleRequest, talk: Talk, act: Callable[[], object], late: str = "") -> HttpResponse:
    """Does it, and leads to the talk; or shows where the talk stands now."""
    try:
        act()
    except Refused as moved_on:
        return too_late(request, talk, moved_on, late)
    return see_other(reverse("talks:talk", args=[talk.pk]))


def too_late(request: CoupleRequest, talk: Talk, refused: Refused, late: str = "") -> HttpResponse:
    """Where it stands now, with the words that were not taken."""
    now = a_talk(request, talk.pk)
    return talk_page(request, now, notice=str(refused), late=late, status=CONFLICT)
