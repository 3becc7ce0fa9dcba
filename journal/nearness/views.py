from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from couples import clock
from couples.access import CoupleRequest, couple_required
from couples.htmx import see_other, swap
from journal.nearness import services
from journal.nearness.both_lines import Chart, shown_since
from journal.nearness.forms import WeekWordForm

PAGE = "journal/nearness/home.html#nearness"


@require_http_methods(["GET", "POST"])
@couple_required
def home(request: CoupleRequest) -> HttpResponse:
    """This week's word, and what was said before: one's own, or both lines while both share them."""
    sharing = services.sharing(request.couple)
    is_shared = len(sharing) == services.BOTH
    today = clock.today(request.person)
    people = [each.person for each in request.people] if is_shared else [request.person]
    lines = services.lines(request.couple, people, since=shown_since(today))
    mine = lines[request.person.pk]
    this_week = mine.get(services.week_of(today))
    sent = request.POST if request.method == "POST" else None
    form = WeekWordForm(sent, is_shared=is_shared, initial={"word": this_week.value if this_week else ""})
    if form.is_valid():
        services.say(request.couple, by=request.person, word=form.said)
        messages.success(request, _("Saved."))
        return see_other("nearness:home")
    return swap(
        request,
        PAGE,
        form=form,
        shares=request.person.pk in sharing,
        chart=Chart.of(request.people, lines) if is_shared else None,
        own=sorted(mine.items(), reverse=True),
    )


@require_POST
@couple_required
def sharing(request: CoupleRequest) -> HttpResponse:
    services.share(request.couple, by=request.person)
    return see_other("nearness:home")


@require_POST
@couple_required
def ending(request: CoupleRequest) -> HttpResponse:
    services.keep_to_oneself(request.couple, by=request.person)
    return see_other("nearness:home")
