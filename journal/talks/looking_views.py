"""The page of an idea on its day: how each would like it to go on."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from couples import clock
from couples.access import CoupleRequest, couple_required, member
from couples.htmx import see_other, swap
from journal.talks import looking
from journal.talks.idea_forms import A_WHILE, LookForm
from journal.talks.looking import Wish
from journal.talks.models import Further, Idea, Look
from journal.talks.phone import Hands, hands
from journal.talks.position import facts
from journal.talks.states import Action
from journal.talks.talking_views import done


@require_http_methods(["GET", "POST"])
@couple_required
def look(request: CoupleRequest, id: UUID) -> HttpResponse:
    """Where there is nothing to say, or the phone was handed over, it leads to the talk."""
    idea, today = an_idea(request, id), clock.today(request.person)
    if request.method == "POST":
        form = LookForm(request.POST, today=today)
        if form.is_valid():
            said = form.cleaned_data
            wish = Wish(Further(said["answer"]), said["until"], said["text"])
            act = lambda: looking.look(idea, by=request.person, on=said["on"], wish=wish)  # noqa: E731  done below
            return done(request, idea.talk, act, wish.text)
    else:
        mine = Look.objects.filter(idea=idea, on=idea.until).by(request.person).first()
        if not may_look(request, idea) or (mine and mine.opened_at):
            return see_other("talks:talk", idea.talk_id)
        first = {"on": idea.until, "text": idea.text, "until": today + A_WHILE}
        if mine:
            first |= {"answer": mine.answer, "text": mine.text or idea.text, "until": mine.new_day or first["until"]}
        form = LookForm(initial=first, today=today)
    return swap(request, "journal/talks/look.html", idea=idea, form=form, by=member(request, idea.author_id))


def may_look(request: CoupleRequest, idea: Idea) -> bool:
    if request.partner is None or hands(request, idea.talk) is not Hands.OWN or not idea.stands():
        return False
    may = facts(idea.talk).may(request.person.pk)
    return Action.LOOK in may and looking.is_due(idea, request.person)


def an_idea(request: CoupleRequest, id: UUID) -> Idea:
    found: Idea = get_object_or_404(Idea.objects.for_couple(request.couple).select_related("talk"), pk=id)
    found.talk.couple = found.couple = request.couple
    return found
