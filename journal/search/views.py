from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from couples.access import CoupleRequest, couple_required, member
from couples.htmx import swap
from journal.search.finding import Wanted, find
from journal.search.forms import SearchForm
from journal.search.query import Query

PAGE = "journal/search/page.html#search"
SHOWN = 30


@require_http_methods(["GET", "POST"])
@couple_required
def search(request: CoupleRequest) -> HttpResponse:
    """What is looked for is sent, never part of an address: addresses are kept by browsers and noted by servers."""
    if request.method != "POST":
        return swap(request, PAGE, form=SearchForm())
    form = SearchForm(request.POST)
    if not form.is_valid():
        return swap(request, PAGE, form=form)
    said = form.cleaned_data
    wanted = Wanted(query=Query.of(said["words"]), practice=said["practice"], since=said["since"], until=said["until"])
    found, more = find(request.couple, request.person, wanted, SHOWN)
    shown = [(each, member(request, each.by) if each.by else None) for each in found]
    return swap(request, PAGE, form=form, found=shown, more=more, asked=True)
