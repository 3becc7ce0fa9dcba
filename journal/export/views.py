from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from couples.access import CoupleRequest, couple_required
from couples.accounts import sessions
from couples.accounts.reauthentication import freshly_signed_in
from couples.htmx import see_other, swap
from journal.export import services
from journal.export.models import Archive

PAGE = "journal/export/home.html#along"
FILE_NAME = "nearer-my-words.zip"
GONE = 410


@require_http_methods(["GET", "POST"])
@couple_required
def home(request: CoupleRequest) -> HttpResponse:
    """What would be in the file, and where it is by now. It says so without scripts too."""
    if request.method == "POST":
        return asking(request)
    archive = Archive.objects.for_couple(request.couple).by(request.person).order_by("-asked_at").first()
    here = archive is not None and archive.session_key == session_of(request)
    is_being_made = archive is not None and not (archive.made_at or archive.gone_at)
    return swap(request, PAGE, archive=archive, here=here, is_being_made=is_being_made)


@freshly_signed_in  # S7: only the person themselves takes their words along
def asking(request: CoupleRequest) -> HttpResponse:
    try:
        services.ask(request.couple, by=request.person, session_key=session_of(request))
    except services.Enough as enough:
        messages.error(request, str(enough))
    return see_other("export:home")


@require_http_methods(["GET", "POST"])
@couple_required
@freshly_signed_in  # S7
def file(request: CoupleRequest, id: UUID) -> HttpResponse:
    """Looking at the link takes nothing (S15): the file is had by pressing."""
    archive = get_object_or_404(Archive.objects.for_couple(request.couple).by(request.person), pk=id)
    try:
        if request.method == "POST":
            return _as_file(archive, request)
        services.refuse(archive, session_key=session_of(request))
    except services.NotToBeHad as refused:
        return swap(request, "journal/export/refused.html", refused=str(refused), status=GONE)
    return see_other("export:home")


def _as_file(archive: Archive, request: CoupleRequest) -> HttpResponse:
    pieces = services.take(archive, session_key=session_of(request))
    answer = StreamingHttpResponse(pieces, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
    answer["Content-Length"] = str(archive.size)
    return cast(HttpResponse, answer)  # what guards views knows no other kind


def session_of(request: CoupleRequest) -> str:
    return sessions.digest(str(request.session.session_key))
