"""Shows a photograph to whoever may read its memory, and to nobody else. It is no file anywhere: each look opens it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from couples.access import CoupleRequest, PersonRequest, couple_required, person_required
from couples.htmx import see_other
from journal.memories import services
from journal.memories.models import Memory, Photograph


@require_GET
@person_required
def whole(request: PersonRequest, id: UUID) -> HttpResponse:
    shown = get_object_or_404(Photograph.objects.visible_to(request.person).defer("small"), memory=id)
    return _as_image(shown.whole)


@require_GET
@person_required
def small(request: PersonRequest, id: UUID) -> HttpResponse:
    shown = get_object_or_404(Photograph.objects.visible_to(request.person).defer("whole"), memory=id)
    return _as_image(shown.small)


def _as_image(jpeg: bytes) -> HttpResponse:
    """What it is does not depend on what is in it; no browser keeps it (couples/web/headers.py says that of all)."""
    return HttpResponse(jpeg, content_type="image/jpeg", headers={"Content-Disposition": "inline"})


@require_POST
@couple_required
def removal(request: CoupleRequest, id: UUID) -> HttpResponse:
    mine = Memory.objects.for_couple(request.couple).by(request.person).not_erased()
    services.remove_photograph(get_object_or_404(mine, pk=id))
    messages.success(request, _("The photograph is gone."))
    return see_other("memories:edit", id)
