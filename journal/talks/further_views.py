"""The page of what an idea may become, and the ritual form with its words."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from couples import clock
from couples.access import CoupleRequest, couple_required, member
from couples.errors import Refused
from couples.htmx import see_other, swap
from journal.talks import further
from journal.talks.idea_forms import ReminderForm
from journal.talks.looking_views import an_idea
from journal.talks.models import Idea
from journal.talks.phone import Hands, hands
from journal.talks.position import facts
from journal.talks.states import Action
from journal.talks.talking_views import too_late
from rituals.forms import RitualForm, fresh_ritual
from rituals.quiet_notice import beside


@require_http_methods(["GET", "POST"])
@couple_required
def page(request: CoupleRequest, id: UUID) -> HttpResponse:
    """What is sent is a reminder. Where the idea does not stand it leads to the talk."""
    idea, today = an_idea(request, id), clock.today(request.person)
    if request.method == "POST":
        form = ReminderForm(request.POST, today=today)
        if form.is_valid():
            try:
                ritual = further.remind(idea, by=request.person, on=form.cleaned_data["on"])
            except Refused as moved_on:
                return too_late(request, idea.talk, moved_on)
            messages.success(request, _("Saved. You’ll both get a nudge."))
            return see_other("rituals:detail", ritual.pk)
    elif not may_go_further(request, idea):
        return see_other("talks:talk", idea.talk_id)
    else:
        form = ReminderForm(initial={"on": idea.until if idea.until > today else None}, today=today)
    by = member(request, idea.author_id)
    return swap(request, "journal/talks/further.html", idea=idea, form=form, by=by)


@require_POST
@couple_required
def guideline(request: CoupleRequest, id: UUID) -> HttpResponse:
    idea = an_idea(request, id)
    try:
        there = further.to_guidelines(idea, by=request.person)
    except Refused as refused:
        return too_late(request, idea.talk, refused)
    messages.success(request, _("It’s in your draft. You can both change it there."))
    return see_other(there)


@require_GET
@couple_required
def ritual(request: CoupleRequest, id: UUID) -> HttpResponse:
    """The form of a ritual with the idea's words in it. Nothing is kept before it is sent."""
    idea = an_idea(request, id)
    if not may_go_further(request, idea):
        return see_other("talks:talk", idea.talk_id)
    first = fresh_ritual(request.person, {"title": further.title_of(idea)})
    return swap(request, "rituals/edit.html", form=beside(RitualForm(initial=first), request.person), offered=[])


def may_go_further(request: CoupleRequest, idea: Idea) -> bool:
    if request.partner is None or hands(request, idea.talk) is not Hands.OWN or not idea.stands():
        return False
    return Action.FURTHER in facts(idea.talk).may(request.person.pk)
