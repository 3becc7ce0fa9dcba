"""Bringing words along, reading them, and taking them away again. All of it is one person's own."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from couples import rate_limits
from couples.access import PersonRequest, attach_couple, person_required
from couples.accounts.reauthentication import freshly_signed_in
from couples.htmx import see_other, swap
from journal.brought import services
from journal.brought.errors import NotRead
from journal.brought.forms import BringForm
from journal.brought.record import kinds
from journal.brought.services import Outcome
from journal.practices import PRACTICES

A_PAGE = 30
#: Each is a few seconds of work.
RATES = "30/h/key"


@require_http_methods(["GET", "POST"])
@person_required
def home(request: PersonRequest) -> HttpResponse:
    """The form, what comes along, and what has come already."""
    attach_couple(request)
    if request.method != "POST":
        return home_page(request)
    rate_limits.take_or_refuse(request, "brought", rates=RATES, key=str(request.person.pk))
    form = BringForm(request.POST, request.FILES)
    if not form.is_valid():
        return home_page(request, form)
    try:
        outcome = services.bring(
            form.cleaned_data["file"].file, by=request.person, couple=getattr(request, "couple", None)
        )
    except NotRead as refused:
        form.add_error("file", str(refused))
        return home_page(request, form)
    messages.success(request, said(outcome))
    return see_other("brought:home")


def home_page(request: PersonRequest, form: BringForm | None = None) -> HttpResponse:
    shown, found = services.shown(request.person), {}
    for practice in PRACTICES:
        rows = [(practice.key, each.key, each.label) for each in practice.export if (practice.key, each.key) in shown]
        if rows:
            found[practice.title] = rows
    return swap(request, "journal/brought/home.html", form=form or BringForm(), found=found)


def said(outcome: Outcome) -> str:
    return {
        Outcome.BROUGHT: _("Your own words are here now. What your partner wrote there stays in the file."),
        Outcome.SAME: _("All your words in this file are here already. Nothing changed."),
        Outcome.NONE: _("This file has no words of your own, so nothing came along."),
    }[outcome]


@require_GET
@person_required
def words(request: PersonRequest, practice: str, kind: str) -> HttpResponse:
    """One kind of it, in the order of time, some at once."""
    attach_couple(request)
    label = kinds().get((practice, kind))
    if label is None:
        raise Http404
    asked = request.GET.get("from", "")
    start = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 0
    records = services.some(request.person, practice, kind, start, start + A_PAGE + 1)
    return swap(
        request,
        "journal/brought/words.html",
        label=label,
        records=records[:A_PAGE],
        earlier=max(start - A_PAGE, 0) if start else None,
        later=start + A_PAGE if len(records) > A_PAGE else None,
    )


@require_POST
@person_required
@freshly_signed_in  # S7: there is no undo here, only the file
def removal(request: PersonRequest) -> HttpResponse:
    services.take_away(by=request.person)
    messages.success(request, _("What you brought along is gone from here. Your file still has it."))
    return see_other("brought:home")
