from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from couples.access import CoupleRequest, couple_required
from journal.checkins.models import CheckIn
from journal.checkins.weeks import by_week
from journal.months import chosen


@require_GET
@couple_required
def us(request: CoupleRequest) -> HttpResponse:
    """The evenings both opened, by month and week. What was not opened is simply not there: a gap is not a failure."""
    mine = CheckIn.objects.for_couple(request.couple).by(request.person).opened()
    months = list(mine.dates("on", "month", order="DESC"))
    month = chosen(request.GET.get("month", ""), months)
    opened = CheckIn.objects.for_couple(request.couple).opened()
    shown = opened.filter(on__year=month.year, on__month=month.month) if month else opened.none()
    weeks = by_week(shown, request.people)
    return render(request, "journal/story/us.html", {"months": months, "month": month, "weeks": weeks})
