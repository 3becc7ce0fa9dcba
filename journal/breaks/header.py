"""“Take a break” in the header of every page of a couple, and the return time while they are on one.

The link names the page it stands on (`from`), so that whoever takes a break comes back to where they were.
"""

import re
from typing import Any, cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from couples import clock
from couples.access import CoupleRequest
from journal.breaks.services import current
from journal.breaks.stages import Stage, stage_of
from journal.breaks.told import when

#: `month=2026-11`, `from=20`, `drafts`.
NO_WORDS = re.compile(r"[a-z]+(=[\d-]{1,10})?(&[a-z]+(=[\d-]{1,10})?)*")


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
        where = "" if here else where_one_is(request)
        url = reverse("breaks:home") + (f"?{urlencode({'from': where})}" if where else "")
        return {"url": url, "words": _("Take a break"), "here": here}
    stage = stage_of(found, request.membership.person_id, clock.now())
    on_it = stage in {Stage.AWAY, Stage.FREE}
    words = _("Back at %(time)s") % {"time": when(found.until_at)} if on_it else _("Your break")
    return {"url": reverse("breaks:page", args=[found.pk]), "words": words, "here": here}


def where_one_is(request: CoupleRequest) -> str:
    """The page somebody looks at: this one, or the one that asks for a part of itself. Nothing of one that was sent.

    With what was asked of it where that is a date or a number: it might be somebody's words, and links are kept by
    browsers and servers.
    """
    if request.htmx:
        where = request.htmx.current_url_abs_path or ""
    else:
        where = request.get_full_path() if request.method == "GET" else ""
    path, _question, asked = where.partition("?")
    return where if NO_WORDS.fullmatch(asked) else path
