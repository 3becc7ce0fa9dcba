from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from journal.breaks.header import take_a_break
from journal.practice import Asked, Place
from journal.practices import PRACTICES, rows

#: Each place's own page.
_PAGES = {
    Place.TODAY: "today:home",
    Place.TOGETHER: "today:together",
    Place.TALK: "today:talk",
    Place.US: "story:us",
    Place.YOU: "you",
}
#: Which place an address belongs to, by its namespace (or its name where it has none, or both where they differ).
_PLACE_OF = {practice.key: practice.place for practice in PRACTICES} | {
    "today": Place.TODAY,
    "today:together": Place.TOGETHER,
    "today:talk": Place.TALK,
    "space": Place.TODAY,
    "pausing": Place.TOGETHER,
    "story": Place.US,
    "search": Place.US,
    "before": Place.US,
    "export": Place.YOU,
    "kept": Place.YOU,
    "summary": Place.YOU,
    "brought": Place.YOU,
    "leaving": Place.YOU,
    "erase": Place.YOU,
    "erasing": Place.YOU,
    "consent": Place.YOU,
    "rituals:another-time": Place.TODAY,  # from where it is told
    "rituals:calendar": Place.YOU,
    "rituals:calendar-checkin": Place.YOU,
    "push": Place.YOU,
    "you": Place.YOU,
    "reading": Place.YOU,
    "zone": Place.YOU,
    "choices": Place.YOU,
    "about": Place.YOU,
    "help": Place.YOU,
    "confirm": Place.YOU,
    **{practice.help_page: Place.YOU for practice in PRACTICES},
}
#: How the names of allauth's pages begin: an address, a password, signing out.
_ACCOUNT = "account_"
#: What is asked about the practice whose first page an address is, or a page like it.
_HELP = {
    f"{practice.key}:{page}": practice.help for practice in PRACTICES for page in (practice.home, *practice.help_on)
}


def places(request: HttpRequest) -> dict[str, Any]:
    """The five places and the way to a break, for people in a couple; asked once a page, without a query of its own."""
    if not hasattr(request, "couple"):
        return {"exit_url": settings.EXIT_URL}
    current = _current(request)
    return {
        "exit_url": settings.EXIT_URL,
        "help": _help(request),
        "yours": rows(Place.YOU),
        "places": [
            {"key": place.value, "label": place.label, "url": reverse(_PAGES[place]), "current": place == current}
            for place in Place
        ],
    } | take_a_break(request)


def _help(request: HttpRequest) -> tuple[Asked, ...]:
    match = request.resolver_match
    return _HELP.get(match.view_name, ()) if match else ()


def _current(request: HttpRequest) -> str:
    match = request.resolver_match
    if match is None:
        return ""
    name = match.url_name or ""
    if name.startswith(_ACCOUNT):
        return Place.YOU
    return _PLACE_OF.get(match.view_name, _PLACE_OF.get(match.namespace or name, ""))
