from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

#: Which place an address belongs to, by its namespace (or its name where it has none).
_PLACE_OF = {
    "today": "today",
    "checkins": "today",
    "rituals": "together",
    "pausing": "together",
    "appreciations": "together",
    "questions": "together",
    "agreements": "talk",
    "listening": "talk",
    "assessments": "us",
    "visions": "us",
    "openings": "talk",
    "story": "us",
    "push": "you",
    "you": "you",
}


def places(request: HttpRequest) -> dict[str, Any]:
    """The five places, for people in a couple; asked once a page, without a query of its own."""
    if not hasattr(request, "couple"):
        return {"exit_url": settings.EXIT_URL}
    current = _current(request)
    listed = [
        ("today", _("Today"), "today:home"),
        ("together", _("Together"), "today:together"),
        ("talk", _("Talk"), "today:talk"),
        ("us", _("Us"), "story:us"),
        ("you", _("You"), "you"),
    ]
    return {
        "exit_url": settings.EXIT_URL,
        "places": [
            {"key": key, "label": label, "url": reverse(name), "current": key == current} for key, label, name in listed
        ],
    }


def _current(request: HttpRequest) -> str:
    match = request.resolver_match
    if match is None:
        return ""
    if match.namespace == "today":
        return match.url_name if match.url_name in {"together", "talk"} else "today"
    return _PLACE_OF.get(match.namespace or match.url_name or "", "")
