"""Where somebody was when they took a break, so that they come back there: of this browser, and for this break only."""

from django.utils.http import url_has_allowed_host_and_scheme

from couples.access import CoupleRequest
from journal.breaks.models import Break

_KEY = "break_from"


def asked(request: CoupleRequest) -> str:
    """The page the link in the header stood on; "" for none, and for what is no page of ours."""
    path = request.GET.get("from", "")
    return path if url_has_allowed_host_and_scheme(path, None) and path.startswith("/") else ""


def remember(request: CoupleRequest, taken: Break) -> None:
    if path := asked(request):
        request.session[_KEY] = {"break": str(taken.pk), "path": path}


def of(request: CoupleRequest, found: Break) -> str:
    kept = request.session.get(_KEY) or {}
    return str(kept["path"]) if kept.get("break") == str(found.pk) else ""
