"""The page of what one thinks it is like for the other, and showing it."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from couples.access import CoupleRequest, couple_required, name_of_other
from couples.htmx import see_other, swap
from journal.talks import guessing
from journal.talks.forms import GuessForm
from journal.talks.phone import Hands, hands
from journal.talks.position import facts
from journal.talks.states import Action
from journal.talks.talking_views import done
from journal.talks.views import a_talk


@require_http_methods(["GET", "POST"])
@couple_required
def guess(request: CoupleRequest, id: UUID) -> HttpResponse:
    """Never on a phone that was handed over, nor once the talk has begun."""
    talk = a_talk(request, id)
    if request.method == "POST":
        form = GuessForm(request.POST, name=name_of_other(request))
        if form.is_valid():
            text = form.cleaned_data["text"]
            return done(request, talk, lambda: guessing.guess(talk, by=request.person, text=text), text)
    else:
        may = facts(talk).may(request.person.pk)
        if request.partner is None or Action.GUESS not in may or hands(request, talk) is not Hands.OWN:
            return see_other("talks:talk", id)
        mine = guessing.own(talk, request.person)
        form = GuessForm(initial={"text": mine.text if mine else ""}, name=name_of_other(request))
    return swap(request, "journal/talks/guess.html", talk=talk, form=form)


@require_POST
@couple_required
def show(request: CoupleRequest, id: UUID) -> HttpResponse:
    talk = a_talk(request, id)
    return done(request, talk, lambda: guessing.show(talk, by=request.person))
