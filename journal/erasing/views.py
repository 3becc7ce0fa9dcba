"""Erasing one thing of one's own, from the list that shows it (journal/export/kept)."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from couples.access import PersonRequest, person_required
from couples.accounts.reauthentication import freshly_signed_in
from couples.htmx import see_other
from couples.space.models import Membership
from journal.erasing import services
from journal.erasing.models import JustErased


@require_http_methods(["GET", "POST"])
@person_required
@freshly_signed_in  # S7: whoever holds somebody's phone for a moment erases nothing of theirs
def one(request: PersonRequest, space: UUID, practice: str, kind: str, id: UUID) -> HttpResponse:
    """GET only leads back to the list: whoever was asked who they are presses again."""
    mine = get_object_or_404(Membership.objects.filter(person=request.person).select_related("couple"), couple=space)
    page = reverse("kept:words", args=[space, practice, kind])
    asked = request.POST.get("from", "")
    start = asked if asked.isascii() and asked.isdigit() else "0"
    if request.method != "POST":
        return see_other(page)
    try:
        just = services.erase(mine.couple, by=request.person, practice=practice, kind=kind, id=id)
    except services.NotThere:
        raise Http404 from None
    except services.NotToBeErased as refused:
        messages.info(request, str(refused))
        return see_other(page)
    return see_other(f"{page}?from={start}&erased={just.pk}")


@require_POST
@person_required
def undoing(request: PersonRequest, id: UUID) -> HttpResponse:
    just = get_object_or_404(JustErased.objects.filter(person=request.person).select_related("couple", "person"), pk=id)
    page = reverse("kept:words", args=[just.couple_id, just.practice, just.kind])
    try:
        services.undo(just)
        messages.success(request, _("It’s back.") if just.was_open else _("It’s back. Only you can see it."))
    except services.Gone as gone:
        messages.info(request, str(gone))
    return see_other(page)
