"""The page of a talk, and what it needs in each state."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.forms import Form
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from couples import clock
from couples.access import CoupleRequest, new_id
from couples.htmx import CONFLICT, swap
from journal.breaks.services import TOPIC as BREAKS
from journal.listening.followups import FOLLOWUPS
from journal.listening.services import TOPIC as LISTENING
from journal.listening.services import MovedOn
from journal.listening.sources import Shared
from journal.listening.views import words_form
from journal.talks.forms import ReadyForm, StatementForm, UnderstoodForm
from journal.talks.idea_forms import IdeaForm
from journal.talks.ideas_shown import ideas_of
from journal.talks.models import Guess, OtherWayRound, Readiness, Statement, Talk, Understood, When
from journal.talks.phone import Hands
from journal.talks.position import TOPIC
from journal.talks.reader_view import View, view_of
from journal.talks.states import Action, State

PAGE = "journal/talks/talk.html"
#: After whose hints a page looks again.
TOPICS = (TOPIC, LISTENING, BREAKS, "erased")


def talk_page(
    request: CoupleRequest,
    talk: Talk,
    *,
    sent: Form | None = None,
    notice: str = "",
    late: str = "",
    status: int | None = None,
) -> HttpResponse:
    """`sent`: a form that was not taken, with its words. `late`: words whose time is over, for their author to keep."""
    view = view_of(request, talk)
    if view.hands in {Hands.TO_THEM, Hands.BACK} and not sent:
        return swap(request, "journal/talks/cover.html", talk=talk, hands=view.hands, them=request.partner_membership)
    found = {} if view.pause else PARTS[view.state](request, view, sent)
    form = found.pop("form", None)
    if sent and not isinstance(form, type(sent)) and not late:
        late = str(sent.data.get("text", ""))
    return swap(
        request,
        f"{PAGE}#talk",
        status=status,
        talk=talk,
        view=view,
        key=view.key,
        topics=TOPICS,
        form=form,
        notice=notice,
        late=late,
        **guesses(request, view),
        **found,
    )


def hearing_page(request: CoupleRequest, shared: Shared, sent: Any, status: int | None) -> HttpResponse:
    """In place of listening's own page, after one of its steps was not taken."""
    statement = Statement.objects.for_couple(request.couple).filter(pk=shared.id).select_related("talk").first()
    if statement is None:
        raise Http404
    notice = str(MovedOn()) if status == CONFLICT else ""
    late = sent.words if sent and status == CONFLICT else ""
    return talk_page(request, statement.talk, sent=None if late else sent, notice=notice, late=late, status=status)


def asking(request: CoupleRequest, view: View, sent: Form | None) -> dict[str, Any]:
    """Of the other's answer in this round of asking nothing is loaded; what both said in the last one is open."""
    talk = view.talk
    rows = Readiness.objects.filter(talk=talk, asked__gte=talk.asked - 1).visible_to(request.person)
    found = list(rows.order_by("asked"))
    before = [each for each in found if each.asked < talk.asked and each.opened_at and not each.erased_at]
    mine = next((each for each in found if each.asked == talk.asked and each.author_id == request.person.pk), None)
    mine = None if view.lent else mine
    initial: dict[str, Any] = {"asked": talk.asked, "together": view.lent, "when": mine.answer if mine else None}
    zone = view.me.person.tzinfo
    if mine and mine.proposed:
        here = datetime.fromisoformat(mine.proposed).astimezone(zone)
        initial |= {"on": here.date(), "at": here.time()}
    form = sent if isinstance(sent, ReadyForm) else ReadyForm(initial=initial, zone=zone)
    wishes = OtherWayRound.objects.filter(talk=talk, person=request.person)
    return {
        "form": form if asks_again(request, mine, form) else None,
        "mine": mine,
        "asked_before": [
            _told(each, view) for each in sorted(before, key=lambda each: each.author_id != view.me.person_id)
        ],
        "rather": not view.lent and wishes.exists(),
        "other_first": view.them if talk.first_id == view.me.person_id else view.me,
        "first": view.me if talk.first_id == view.me.person_id else view.them,
    }


def guesses(request: CoupleRequest, view: View) -> dict[str, Any]:
    """What each thought it is like for the other: one's own, on one's own phone, and what was shown."""
    found = list(Guess.objects.filter(talk=view.talk).visible_to(request.person))
    shown = {each.author_id: each for each in found if each.opened_at}
    return {
        "own_guess": next((each for each in found if not each.opened_at and not view.lent), None),
        "guesses": [(each, shown[each.person_id]) for each in request.people if each.person_id in shown],
    }


def asks_again(request: CoupleRequest, mine: object, form: Form) -> bool:
    """Whether the form is there. What one has given is changed by a link, so that the page follows by itself."""
    return mine is None or form.is_bound or "change" in request.GET


def _told(readiness: Readiness, view: View) -> dict[str, Any]:
    """What one of the two said in a round that is open, for a sentence about them."""
    return {
        "mine": readiness.author_id == view.me.person_id,
        "answer": When(readiness.answer),
        "at": datetime.fromisoformat(readiness.proposed) if readiness.proposed else None,
        "on_phone": bool(readiness.typed_by_id),
    }


def heard(request: CoupleRequest, view: View, sent: Form | None) -> dict[str, Any]:
    now = view.now
    # A yes that was pressed on the other one's phone can be said otherwise.
    almost = words_form(request, now, None, None, short=True) if now and Action.LISTEN in view.may else None
    return own_statement(request, view, sent) | {"almost": almost}


def moved_page(request: CoupleRequest, talk: Talk, seen: str) -> HttpResponse:
    """For a page on which somebody types: whether the talk still stands where that page has it."""
    key = view_of(request, talk).key
    return swap(request, "journal/talks/_moved.html", talk=talk, key=key, has_moved=key != seen, topics=TOPICS)


def own_statement(request: CoupleRequest, view: View, sent: Form | None) -> dict[str, Any]:
    if Action.SAY not in view.may:
        return enough(request, view)
    if isinstance(sent, StatementForm):
        return {"form": sent, **enough(request, view)}
    initial = {"text": view.draft, "seen": view.seen, "together": view.lent}
    return {"form": StatementForm(initial=initial, kept={"text": view.draft}), **enough(request, view)}


def hearing(request: CoupleRequest, view: View, sent: Any) -> dict[str, Any]:
    now = view.now
    assert now  # noqa: S101  there is something to hear in this state
    form = words_form(request, now, sent if hasattr(sent, "step") else None, None, short=True)
    return {
        "form": form,
        "asking": form is not None and form.step == "question",
        "followups": FOLLOWUPS,
        "kept": now.kept(besides=form.step if form else None),
        **enough(request, view),
    }


def enough(request: CoupleRequest, view: View) -> dict[str, Any]:
    """One's own tick, which nobody else learns of."""
    return {"ticked": not view.lent and request.person.pk in view.facts.ticked}


def ideas(request: CoupleRequest, view: View, sent: Form | None) -> dict[str, Any]:
    today, found = clock.today(view.me.person), ideas_of(request, view)
    asked = request.GET.get("change", "")
    words = next((each["idea"].text for each in found if str(each["idea"].pk) == asked), "")
    first = {"id": new_id(request), "together": view.lent, "text": words}
    form = sent if isinstance(sent, IdeaForm) else IdeaForm(today=today, initial=first)
    return {"form": form, "ideas": found}


def ended(request: CoupleRequest, view: View, sent: Form | None) -> dict[str, Any]:
    """What each understood: one's own, and both once both have written. A day to come back, until they have."""
    back_on = view.talk.back_on
    has_come = back_on is not None and back_on <= clock.today(request.person)
    is_taken_up = has_come and Talk.objects.filter(after=view.talk).exists()
    found = list(Understood.objects.filter(talk=view.talk).visible_to(request.person))
    opened = [each for each in found if each.opened_at]
    mine = next((each for each in found if each.author_id == request.person.pk), None)
    mine = None if view.lent else mine
    people = {each.person_id: each for each in request.people}
    name = view.them.person.name if view.them else _("your partner")
    first = {"text": mine.text if mine else "", "together": view.lent}
    form = sent if isinstance(sent, UnderstoodForm) else UnderstoodForm(initial=first, name=name)
    return {
        "form": form if view.them and not opened and asks_again(request, mine, form) else None,
        "mine": mine,
        "understood": [
            (people[m.person_id], each) for m in request.people for each in opened if each.author_id == m.person_id
        ],
        "ideas": [each for each in ideas_of(request, view) if each["both"] or each["idea"].after_id],
        "again_id": new_id(request),
        "back_on": None if is_taken_up else back_on,
        "has_come": has_come,
    }


PARTS: dict[State, Callable[[CoupleRequest, View, Any], dict[str, Any]]] = {
    State.ASKING: asking,
    State.SPEAKING: own_statement,
    State.HEARING: hearing,
    State.HEARD: heard,
    State.IDEAS: ideas,
    State.ENDED: ended,
}
