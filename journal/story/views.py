from django.http import HttpResponse
from django.views.decorators.http import require_GET

from couples import clock
from couples.access import CoupleRequest, couple_required
from couples.htmx import swap
from couples.newest import newest
from journal import practices
from journal.checkins.models import CheckIn
from journal.checkins.weeks import by_week, evenings_of
from journal.months import by_month, is_asked_for
from journal.practice import Place

#: The evenings shown before somebody asks for the whole month: a week's.
EVENINGS = 7


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
        written=practices.written(),
        **months,
    )
