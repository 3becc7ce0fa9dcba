from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from couples import clock
from couples.access import CoupleRequest, couple_required
from couples.drafts.merging import Unseen
from couples.htmx import CONFLICT, UNPROCESSABLE, see_other, swap
from journal.checkins import services
from journal.checkins.cards import side_by_side
from journal.checkins.forms import CheckInForm, initial, stored
from journal.checkins.models import CheckIn
from journal.checkins.sentences import Told, own_words, sentence
from journal.months import by_month
from rituals.nudges.engine import GRACE
from rituals.snooze.services import Ring, checkin_in_hand

PAGE = "journal/checkins/day.html"
STILL_WRITTEN = timedelta(days=2)  # yesterday may be written today, and another's yesterday may last a day longer


@require_GET
@couple_required
def start(request: CoupleRequest) -> HttpResponse:
    """Tonight's, whatever its state."""
    return day_page(request, clock.today(request.person))


@require_GET
@couple_required
def rang(request: CoupleRequest, on: date) -> HttpResponse:
    """Where a nudge leads, whenever it is opened: the evening it rang for while that is still asked, then tonight's."""
    return see_other("checkins:day", on) if is_recent(request, on) else see_other("checkins:start")


@require_GET
@couple_required
def day(request: CoupleRequest, on: date) -> HttpResponse:
    return day_page(request, on)


@require_POST
@couple_required
def draft(request: CoupleRequest, on: date) -> HttpResponse:
    """Autosave. 204 says it is safe; nothing on the page changes."""
    form = CheckInForm(request.POST, for_draft=True)
    if not form.is_valid():
        return HttpResponse(status=UNPROCESSABLE)
    words: dict[str, Any] = {"values": form.values(), "base": form.typed_on}
    checkin = services.save_draft(request.couple, by=request.person, on=writable(request, on), **words)
    return form.answer(stored(checkin), given=not checkin.is_draft)


@require_POST
@couple_required
def so_far(request: CoupleRequest, on: date) -> HttpResponse:
    """The first step in a sentence, for the second. Saves nothing."""
    form = CheckInForm(request.POST, for_draft=True)
    said = form.values() if form.is_valid() else {}
    page = reverse("checkins:day", args=[writable(request, on)])
    return swap(request, "journal/checkins/_form.html#so-far", then=page, **told(request, on, said))


@require_POST
@couple_required
def seal(request: CoupleRequest, on: date) -> HttpResponse:
    form = CheckInForm(request.POST)
    if not form.is_valid():
        return day_page(request, on, form)
    words: dict[str, Any] = {"values": form.values(), "base": form.typed_on}
    try:
        services.seal(request.couple, by=request.person, on=writable(request, on), **words)
    except services.AlreadyOpened:
        return day_page(request, on, form, status=CONFLICT)
    except Unseen as unseen:
        form.show_again(unseen)
        return day_page(request, on, form)
    return see_other("checkins:day", on)


@require_POST
@couple_required
def retraction(request: CoupleRequest, on: date) -> HttpResponse:
    try:
        services.retract(request.couple, by=request.person, on=writable(request, on))
    except services.AlreadyOpened as opened:
        messages.info(request, str(opened))
    return see_other("checkins:day", on)


@require_POST
@couple_required
def pass_tonight(request: CoupleRequest, on: date) -> HttpResponse:
    """The button stands in the form, so that what is typed comes along and is kept."""
    form = CheckInForm(request.POST, for_draft=True)
    if not form.is_valid():
        return day_page(request, on, form)
    words: dict[str, Any] = {"values": form.values(), "base": form.typed_on} if "line" in request.POST else {}
    try:
        services.pass_for_tonight(request.couple, by=request.person, on=writable(request, on), **words)
    except services.AlreadyOpened:
        return day_page(request, on, form, status=CONFLICT)
    return see_other("checkins:day", on)


@require_GET
@couple_required
def kept(request: CoupleRequest) -> HttpResponse:
    """What one began or sealed on other evenings and was never opened: still there, and still for oneself alone."""
    mine = services.unopened(request.couple, request.person).exclude(on=clock.today(request.person))
    shown, months = by_month(mine, "on", request.GET.get("month", ""))
    return swap(
        request,
        "journal/checkins/kept.html",
        kept=[checkin for checkin in shown if not checkin.is_empty],
        **months,
    )


def writable(request: CoupleRequest, on: date) -> date:
    """Today or yesterday on one's own calendar, or a day one has already begun. Nobody writes ahead, or far back."""
    if is_recent(request, on) or services.of(request.couple, request.person, on):
        return on
    raise Http404


def is_recent(request: CoupleRequest, on: date) -> bool:
    return clock.today(request.person) - timedelta(days=1) <= on <= clock.today(request.person)


def day_page(
    request: CoupleRequest, on: date, form: CheckInForm | None = None, *, status: int | None = None
) -> HttpResponse:
    both = list(CheckIn.objects.for_couple(request.couple).filter(on=on).select_related("author"))
    mine = next((checkin for checkin in both if checkin.author_id == request.person.pk), None)
    theirs = next((checkin for checkin in both if checkin.author_id != request.person.pk), None)
    if mine is None:
        writable(request, on)
    return swap(
        request,
        f"{PAGE}#state",
        status=status,
        form=form or CheckInForm(initial=initial(mine)),
        late=late_words(form) if status == CONFLICT else [],
        **told(request, on, stored(mine) if mine else {}),
        **state(request, on, mine, theirs),
    )


def told(request: CoupleRequest, on: date, said: dict[str, Any]) -> dict[str, Any]:
    """What somebody has chosen, as the second step says it back to them."""
    when = Told.YOU_TODAY if on == clock.today(request.person) else Told.YOU_THEN
    feelings = said.get("feelings", [])
    return {"so_far": sentence(when, said.get("energy", ""), feelings), "own": own_words(feelings)}


def late_words(form: CheckInForm | None) -> list[str]:
    """What an old tab sent after both had read: not added, and shown once more so that it is not lost."""
    values = form.values() if form else {}
    return [values[name] for name in ("line", "ahead") if values.get(name)]


def state(request: CoupleRequest, on: date, mine: CheckIn | None, theirs: CheckIn | None) -> dict[str, Any]:
    """What the page may know. Of the partner's: nothing until both are open, and on a later day that they passed."""
    given = bool(mine and mine.sealed_at)
    opened = bool(mine and mine.is_open and theirs and theirs.is_open)
    return {
        "on": on,
        "today": clock.today(request.person),
        "past": on < clock.today(request.person) - STILL_WRITTEN,
        "mine": mine,
        "opened": opened,
        "cards": side_by_side(request.people, [mine, theirs], today=clock.today(request.person)) if opened else [],
        "waiting": given and not opened,
        "partner_passed": not opened and bool(theirs and theirs.passed_at) and is_settled(request, on, mine),
        "passed": bool(mine and mine.passed_at),
        "ring": ring_of(request, on) if mine is None or (mine.is_draft and not mine.passed_at) else None,
    }


def ring_of(request: CoupleRequest, on: date) -> Ring | None:
    """What has just rung for this evening; asked only while it could still be in hand, shortly past midnight too."""
    today = clock.today(request.person)
    if on not in {today, (clock.now() - GRACE).astimezone(request.person.tzinfo).date()}:
        return None
    ring = checkin_in_hand(request.couple, request.person)
    return ring if ring and ring.evening == on else None


def is_settled(request: CoupleRequest, on: date, mine: CheckIn | None) -> bool:
    """Given on an earlier day than this, for an evening that is over: whoever learns now that the other passed cannot
    have given theirs to find out, and then taken it back.
    """
    today = clock.today(request.person)
    given = mine.sealed_at if mine else None
    return given is not None and on < today and given.astimezone(request.person.tzinfo).date() < today
