from django.http import HttpResponse
from django.views.decorators.http import require_GET

from couples import clock
from couples.access import CoupleRequest, couple_required
from couples.htmx import swap
from journal import practices
from journal.checkins.models import CheckIn
from journal.checkins.weeks import by_week
from journal.months import chosen, months_of, within
from journal.practice import Place


@require_GET
@couple_required
def us(request: CoupleRequest) -> HttpResponse:
    """The evenings that both opened, by month and week. Evenings that were not opened leave no gap."""
    mine = CheckIn.objects.for_couple(request.couple).by(request.person).opened()
    months = months_of(mine, "on")
    month = chosen(request.GET.get("month", ""), months)
    shown = within(CheckIn.objects.for_couple(request.couple).opened(), "on", month)
    weeks = by_week(shown, request.people, today=clock.today(request.person))
    return swap(
        request,
        "journal/story/us.html",
        months=months,
        month=month,
        weeks=weeks,
        looking=practices.rows(Place.US),
        written=practices.written(),
    )
