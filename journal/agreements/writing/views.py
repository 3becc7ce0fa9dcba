from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from couples.access import CoupleRequest, couple_required, new_id
from couples.htmx import see_other, swap
from journal.agreements.models import SignedVersion
from journal.agreements.writing import page
from journal.agreements.writing.answers import PAGE, draft_page
from journal.agreements.writing.restore_version import restore_version
from journal.agreements.writing.revisions import revisions_of
from journal.agreements.writing.starters import GROUPS
from journal.agreements.writing.taken import taken


@require_GET
@couple_required
def home(request: CoupleRequest) -> HttpResponse:
    return draft_page(request, written=_named(request, "written"), opened=_named(request, "open"))


@require_GET
@couple_required
def state(request: CoupleRequest) -> HttpResponse:
    """Where signing stands; the page asks again when something was said to have changed, and names what it shows."""
    if not request.htmx:
        return see_other("agreements:home")
    now = page.state(request)
    if request.GET.get("seen") == now["state_key"]:
        return HttpResponse(status=204)
    return swap(request, f"{PAGE}#state", **now)


@require_GET
@couple_required
def revisions(request: CoupleRequest) -> HttpResponse:
    """What there is to show, by revision: an open page asks every few seconds, as a hint may be lost."""
    now = revisions_of(request.couple, seen=request.GET.get("seen", ""))
    return JsonResponse(now) if now else HttpResponse(status=204)


@require_GET
@couple_required
def starters(request: CoupleRequest) -> HttpResponse:
    """Lines to borrow. Borrowed, a line is theirs like any other. What they have is only marked as theirs."""
    have = taken(request.couple)
    groups = [
        (group, [(each, "" if each.key in have else new_id(request)) for each in group.starters]) for group in GROUPS
    ]
    return swap(request, "journal/agreements/writing/starters.html", groups=groups)


@require_POST
@couple_required
def version_return(request: CoupleRequest, number: int) -> HttpResponse:
    """An earlier version's words as the draft. Nothing that is signed changes by it."""
    versions = SignedVersion.objects.for_couple(request.couple).select_related("couple")
    restore_version(get_object_or_404(versions, number=number), by=request.person)
    messages.success(request, _("The draft now has these words again. What you removed is under History."))
    return see_other("agreements:home")


def _named(request: CoupleRequest, name: str) -> UUID | None:
    """The line that a part of the address names."""
    try:
        return UUID(request.GET.get(name, ""))
    except ValueError:
        return None
