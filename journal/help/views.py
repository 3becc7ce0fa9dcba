from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from couples.access import attach_couple
from couples.htmx import swap
from journal.practice import Practice, Row
from journal.practices import PRACTICES


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What Nearer is, for anybody who asks. Somebody with a couple finds the five places beside it."""
    attach_couple(request)
    rows = [Row(each.title, each.note, each.help_page) for each in PRACTICES]
    return swap(request, "journal/help/home.html", rows=rows)


@require_GET
def practice(request: HttpRequest, practice: Practice) -> HttpResponse:
    attach_couple(request)
    return swap(request, "journal/help/practice.html", practice=practice)
