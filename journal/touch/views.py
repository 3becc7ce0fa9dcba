import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from couples import clock
from couples.access import CoupleRequest, couple_required
from couples.htmx import UNPROCESSABLE, see_other, swap
from journal.touch import services
from journal.touch.chance import drawn_at, week_of
from journal.touch.forms import OwnThingForm, sent_marks
from journal.touch.menu import GROUPS
from journal.touch.sheet import NOT_NOW, Mark, Sheet
from journal.touch.shown import Shown, shown_to

HOME = "journal/touch/home.html#both"


class Marked(NamedTuple):
    """A thing on the page of marks. `mark` is one of the three, or nothing."""

    key: str
    words: str
    mark: str


@require_GET
@couple_required
def home(request: CoupleRequest) -> HttpResponse:
    """What both would like this week, and what one of the two asks."""
    return swap(request, HOME, shown=seen(request), next_at=next_list())


@require_GET
@couple_required
def state(request: CoupleRequest) -> HttpResponse:
    """204: what the open page shows is how it is. Asked every few seconds; 200 has no words."""
    same = request.GET.get("seen") == seen(request).digest
    return HttpResponse(status=204 if same else 200, content_type="text/plain")


@require_http_methods(["GET", "POST"])
@couple_required
def marks(request: CoupleRequest) -> HttpResponse:
    sheet = services.sheet_of(request.couple, request.person)
    if request.method == "GET":
        return marks_page(request, sheet, OwnThingForm())
    changes, left = sent_marks(request.POST.dict(), sheet)
    services.save(request.couple, by=request.person, changes=changes, as_they_were=left)
    messages.success(request, _("Saved. Only you can see your marks."))
    return see_other("touch:home")


@require_POST
@couple_required
def clearing(request: CoupleRequest) -> HttpResponse:
    services.take_all_back(request.couple, by=request.person)
    messages.success(request, _("You took all your marks back. Nobody is told."))
    return see_other("touch:marks")


@require_POST
@couple_required
def keeping(request: CoupleRequest) -> HttpResponse:
    """The answer to the quiet question: they are still right."""
    keys = request.POST.getlist("thing")
    services.save(request.couple, by=request.person, changes={}, as_they_were=keys)
    return see_other("touch:home")


@require_POST
@couple_required
def withdrawal(request: CoupleRequest) -> HttpResponse:
    services.take_back(request.couple, by=request.person, key=request.POST.get("thing", ""))
    messages.success(request, _("You took it back. Nobody is told."))
    return see_other("touch:home")


@require_POST
@couple_required
def own(request: CoupleRequest) -> HttpResponse:
    form = OwnThingForm(request.POST)
    if not form.is_valid():
        return marks_page(request, services.sheet_of(request.couple, request.person), form)
    services.add_own(request.couple, by=request.person, words=form.cleaned_data["words"])
    return see_other("touch:marks")


@require_POST
@couple_required
def removal(request: CoupleRequest) -> HttpResponse:
    services.remove_own(request.couple, by=request.person, key=request.POST.get("thing", ""))
    return see_other("touch:marks")


def marks_page(request: CoupleRequest, sheet: Sheet, form: OwnThingForm) -> HttpResponse:
    now = sheet.now(week_of(clock.now()))
    return swap(
        request,
        "journal/touch/marks.html",
        status=UNPROCESSABLE if form.errors else None,
        groups=[
            (group, [Marked(key, str(words), now.get(key, "")) for key, words in group.things]) for group in GROUPS
        ],
        own=[Marked(key, words, now.get(key, "")) for key, words in sheet.own.items()],
        choices=[*Mark.choices, (NOT_NOW, _("Not now"))],
        shown=json.dumps(now),
        form=form,
        next_at=next_list(),
    )


def marked(things: Iterable[tuple[str, Any]], now: Mapping[str, str]) -> list[Marked]:
    return [Marked(key, str(words), now.get(key, "")) for key, words in things]


def seen(request: CoupleRequest) -> Shown:
    return shown_to(request.couple, request.person, request.partner)


def next_list() -> Any:
    return drawn_at(week_of(clock.now()) + 1)
