from datetime import date
from itertools import groupby
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from couples import clock
from couples.access import CoupleRequest, couple_required
from couples.htmx import see_other, swap
from couples.newest import newest
from journal import practices
from journal.before import services as before
from journal.checkins.models import CheckIn
from journal.checkins.weeks import by_week, evenings_of
from journal.memories import services as memories
from journal.months import by_month, is_asked_for
from journal.nearness import services as nearness
from journal.nearness.both_lines import shared
from journal.practice import Place, Row
from journal.story import services
from journal.story.reading import Entry, Reader, some, stands_there
from journal.story_lines import Known

#: The evenings shown before somebody asks for the whole month: a week's.
EVENINGS = 7
#: Entries on one page of the story.
A_PAGE = 20


@require_GET
@couple_required
def us(request: CoupleRequest) -> HttpResponse:
    """The evenings that both opened, by month and week. Evenings that were not opened leave no gap."""
    asked = request.GET.get("month", "")
    found, months = by_month(CheckIn.objects.for_couple(request.couple).opened(), "on", asked)
    whole = is_asked_for(asked, months["month"])
    # Two to an evening. One more tells that there are others.
    rows = found if whole else found[: 2 * EVENINGS + 1]
    shown = newest(evenings_of(rows, request.people, today=clock.today(request.person)), EVENINGS, whole=whole)
    return swap(
        request,
        "journal/story/us.html",
        weeks=by_week(shown),
        more=shown.more,
        looking=practices.rows(Place.US),
        written=[*practices.written(), *_from_before(request)],
        **months,
    )


@require_GET
@couple_required
def story(request: CoupleRequest) -> HttpResponse:
    """What the two wrote, signed, kept and came back to, by month."""
    start = _number(request.GET.get("from", ""))
    entries = some(reader(request), start=start, most=A_PAGE + 1)
    if start and not entries:
        return see_other("story:story")
    return swap(
        request,
        "journal/story/story.html",
        start=start,
        topics=(memories.TOPIC, nearness.TOPIC),
        # Once, and not on top of each earlier page: whoever reads back has seen it.
        chart=None if start else shared(request.couple, request.people, today=clock.today(request.person)),
        months=months_of(entries[:A_PAGE]),
        later=max(start - A_PAGE, 0) if start else None,
        earlier=start + A_PAGE if len(entries) > A_PAGE else None,
    )


@require_GET
@couple_required
def hidden(request: CoupleRequest) -> HttpResponse:
    """What this person hides from themselves, to be put back."""
    start = _number(request.GET.get("from", ""))
    entries = some(reader(request), start=start, most=A_PAGE + 1, hidden=True)
    if start and not entries:
        return see_other("story:hidden")
    return swap(
        request,
        "journal/story/hidden.html",
        start=start,
        entries=entries[:A_PAGE],
        later=max(start - A_PAGE, 0) if start else None,
        earlier=start + A_PAGE if len(entries) > A_PAGE else None,
    )


@require_POST
@couple_required
def hiding(request: CoupleRequest, chapter: str, about: UUID) -> HttpResponse:
    if stands_there(reader(request), chapter, about, hidden=False):
        services.hide(request.couple, by=request.person, chapter=chapter, about=about)
    elif not stands_there(reader(request), chapter, about, hidden=True):
        raise Http404
    messages.success(request, _("Hidden, for you alone. You find it under “What you hide”."))
    return back_to("story:story", request)


@require_POST
@couple_required
def showing(request: CoupleRequest, chapter: str, about: UUID) -> HttpResponse:
    if not any(stands_there(reader(request), chapter, about, hidden=each) for each in (True, False)):
        raise Http404
    services.show(request.couple, by=request.person, chapter=chapter, about=about)
    return back_to("story:hidden", request)


def back_to(page: str, request: CoupleRequest) -> HttpResponse:
    """The page of it on which the button stood."""
    start = _number(request.POST.get("from", ""))
    return see_other(f"{reverse(page)}?from={start}" if start else page)


def reader(request: CoupleRequest) -> Reader:
    return Reader(couple=request.couple, person=request.person, people=request.people)


def months_of(entries: list[Entry]) -> list[tuple[date, bool, list[Entry]]]:
    """Each month's first day, whether it stands for the whole year, and what there is."""
    groups = [list(found) for _month, found in groupby(entries, key=lambda each: each.month)]
    return [(found[0].on.replace(day=1), found[0].told.known is Known.YEAR, found) for found in groups]


def _number(asked: str) -> int:
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 0


def _from_before(request: CoupleRequest) -> list[Row]:
    """For two who were a couple here before: the same row for both, whatever either has chosen."""
    if request.partner and before.couples_of(request.person, request.partner).exists():
        return [Row(_("From before"), _("What you both bring along from your space before"), "before:home")]
    return []
