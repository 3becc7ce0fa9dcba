"""“Take a break” in the header of every page of a couple, and the return time while they are on one."""

from typing import Any, cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from couples import clock
from couples.access import CoupleRequest
from journal.breaks.services import current
from journal.breaks.stages import Stage, stage_of
from journal.breaks.told import when


def take_a_break(request: HttpRequest) -> dict[str, Any]:
    """For templates: the link in the header; nothing for who is in no couple, or alone in it. No query."""
    if getattr(request, "partner", None) is None:
        return {}
    return {"break_link": link(cast(CoupleRequest, request))}


def link(request: CoupleRequest) -> dict[str, Any]:
    match = request.resolver_match
    here = bool(match and match.namespace == "breaks")
    found = current(request.couple)
    if found is None:
        return {"url": reverse("breaks:home"), "words": _("Take a break"), "here": here}
    stage = stage_of(found, request.membership.person_id, clock.now())
    on_it = stage in {Stage.AWAY, Stage.FREE}
    words = _("Back at %(time)s") % {"time": when(found.until_at)} if on_it else _("Your break")
    return {"url": reverse("breaks:page", args=[found.pk]), "words": words, "here": here}
