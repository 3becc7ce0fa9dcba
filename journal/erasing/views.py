"""Erasing one thing of one's own: beside the words (`{% erase %}`), or from the list of all one wrote
(journal/export/kept).
"""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from couples.access import PersonRequest, attach_couple, person_required
from couples.accounts.reauthentication import freshly_signed_in
from couples.htmx import see_other, swap
from couples.space.models import Membership
from journal.erasing import services
from journal.erasing.models import JustErased
from journal.export.records import Reader, is_erasable, record_of
from journal.own_words import could_be_read
from journal.practice import Practice


@require_http_methods(["GET", "POST"])
@person_required
@freshly_signed_in  # S7: whoever holds somebody's phone for a moment erases nothing of theirs
def one(request: PersonRequest, space: UUID, practice: str, kind: str, id: UUID) -> HttpResponse:
    """GET shows it once more: whoever was asked who they are comes back to it. What the list sends leads back there."""
    mine = get_object_or_404(Membership.objects.filter(person=request.person).select_related("couple"), couple=space)
    if request.method != "POST":
        return shown(request, mine, practice, kind, id)
    start = request.POST.get("from", "")
    page = reverse("kept:words", args=[space, practice, kind]) if start else request.path
    try:
        just = services.erase(mine.couple, by=request.person, practice=practice, kind=kind, id=id)
    except services.NotThere:
        raise Http404 from None
    except services.NotToBeErased as refused:
        messages.info(request, str(refused))
        return see_other(page)
    number = start if start.isascii() and start.isdigit() else "0"
    return see_other(f"{page}?from={number}&erased={just.pk}" if start else f"{page}?erased={just.pk}")


def shown(request: PersonRequest, mine: Membership, practice: str, kind: str, id: UUID) -> HttpResponse:
    """Before: the words, and what the other will see. Afterwards: undo, for as long as it can be."""
    attach_couple(request)
    try:
        of, words = services.found(practice, kind)
    except services.NotThere:
        raise Http404 from None
    back = beside(mine, of, kind)
    row = services.own(words, mine.couple, by=request.person, id=id)
    if row is None and "erased" not in request.GET:
        raise Http404
    if row is not None and not is_erasable(words, row):
        messages.info(request, str(services.NotToBeErased()))
        return see_other(back)
    just = services.just_erased(request.GET["erased"], mine.couple, by=request.person) if row is None else None
    return swap(
        request,
        "journal/erasing/one.html",
        practice=of,
        record=row and record_of(words, row, Reader.of(mine.couple, request.person)),
        by=mine,
        reader=the_other(mine) if row is not None and could_be_read(row) else "",
        just=just,
        undo_url=f"{reverse('erasing:undo', args=[just.pk])}?beside" if just else "",
        back=back,
    )


@require_POST
@person_required
def undoing(request: PersonRequest, id: UUID) -> HttpResponse:
    just = get_object_or_404(JustErased.objects.filter(person=request.person).select_related("couple", "person"), pk=id)
    page = reverse("kept:words", args=[just.couple_id, just.practice, just.kind])
    if "beside" in request.GET:
        mine = Membership.objects.get(couple=just.couple_id, person=request.person)
        page = beside(mine, services.found(just.practice, just.kind)[0], just.kind)
    try:
        services.undo(just)
        messages.success(request, _("It’s back.") if just.was_open else _("It’s back. Only you can see it."))
    except services.Gone as gone:
        messages.info(request, str(gone))
    return see_other(page)


def the_other(mine: Membership) -> str:
    """Their name, if there is one: “your partner” would be whoever one is with today, of a space that is closed too."""
    other = Membership.objects.filter(couple=mine.couple_id).exclude(pk=mine.pk).select_related("person").first()
    return other.name if other else ""


def beside(mine: Membership, practice: Practice, kind: str) -> str:
    """The practice's first page; where the couple is closed, the list of what one keeps of it."""
    if mine.left_at:
        return reverse("kept:words", args=[mine.couple_id, practice.key, kind])
    return reverse(practice.row.page)
