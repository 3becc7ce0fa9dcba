from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from couples.access import CoupleRequest, PersonRequest, attach_couple, couple_required, person_required
from couples.accounts import sessions
from couples.accounts.reauthentication import freshly_signed_in
from couples.htmx import see_other, swap
from couples.space.models import Couple, Membership
from journal.export import services
from journal.export.models import Archive

PAGE = "journal/export/home.html#along"
FILE_NAME = "nearer-my-words.zip"
GONE = 410


@require_http_methods(["GET", "POST"])
@couple_required
def home(request: CoupleRequest) -> HttpResponse:
    """What would be in the file, and where it is by now. It says so without scripts too."""
    return along(request, request.couple, request.partner_membership)


@require_http_methods(["GET", "POST"])
@person_required
def past(request: PersonRequest, id: UUID) -> HttpResponse:
    """The same of a couple that is closed."""
    attach_couple(request)
    closed = Membership.objects.past().filter(person=request.person).select_related("couple")
    mine = get_object_or_404(closed, couple=id)
    other = Membership.objects.filter(couple=id).exclude(pk=mine.pk).select_related("person").first()
    return along(request, mine.couple, other, is_past=True)


def along(request: PersonRequest, couple: Couple, other: Membership | None, *, is_past: bool = False) -> HttpResponse:
    if request.method == "POST":
        return asking(request, couple)
    archive = Archive.objects.for_couple(couple).by(request.person).order_by("-asked_at").first()
    here = archive is not None and archive.session_key == session_of(request)
    is_being_made = archive is not None and not (archive.made_at or archive.gone_at)
    return swap(
        request,
        PAGE,
        archive=archive,
        here=here,
        is_being_made=is_being_made,
        at=request.path,
        other=other,
        is_past=is_past,
    )


@freshly_signed_in  # S7: only the person themselves takes their words along
def asking(request: PersonRequest, couple: Couple) -> HttpResponse:
    try:
        services.ask(couple, by=request.person, session_key=session_of(request))
    except services.Enough as enough:
        messages.error(request, str(enough))
    return see_other(request.path)


@require_http_methods(["GET", "POST"])
@person_required
@freshly_signed_in  # S7
def file(request: PersonRequest, id: UUID) -> HttpResponse:
    """Looking at the link takes nothing (S15): the file is had by pressing. Leaving takes it from nobody."""
    attach_couple(request)
    archive = get_object_or_404(Archive.objects.by(request.person).select_related("couple"), pk=id)
    try:
        if request.method == "POST":
            return _as_file(archive, request)
        services.refuse(archive, session_key=session_of(request))
    except services.NotToBeHad as refused:
        at = page_of(archive)
        return swap(request, "journal/export/refused.html", refused=str(refused), at=at, status=GONE)
    return see_other(page_of(archive))


def page_of(archive: Archive) -> str:
    is_past = archive.couple.closed_at is not None
    return reverse("kept:copy", args=[archive.couple_id]) if is_past else reverse("export:home")


def _as_file(archive: Archive, request: PersonRequest) -> HttpResponse:
    pieces = services.take(archive, session_key=session_of(request))
    answer = StreamingHttpResponse(pieces, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
    answer["Content-Length"] = str(archive.size)
    return cast(HttpResponse, answer)  # what guards views knows no other kind


def session_of(request: PersonRequest) -> str:
    return sessions.digest(str(request.session.session_key))
