"""One kind page for requests that something Nearer depends on cannot take now, with the words on it to send again.

The causes are a full disk, a lock that is held, a question that took too long, a database or cache that is away. None
of them is the person's doing or a fault in the code, and all of them pass.
"""

import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass

from django.db import Error, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views import defaults
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

#: Only reading is possible, as while another database takes over; psycopg counts it among its internal errors.
READ_ONLY = "25006"
#: Never shown again, and so not kept: whoever types one types it once more.
SECRETS = ("password", "code")
#: Sent along, and nobody's words: the token, and what a draft was typed on.
OUR_OWN = ("csrfmiddlewaretoken", "base")


@dataclass(frozen=True, slots=True)
class Kept:
    """One field as it was sent. `words` are shown; ids and choices travel along unseen."""

    name: str
    value: str

    @property
    def words(self) -> str:
        is_text = any(letter.isspace() for letter in self.value.strip()) and self.name not in OUR_OWN
        return self.value if is_text else ""


class RestMiddleware:
    """Whatever a view could not do for such a reason becomes that page. Nothing is counted while the cache is away, so
    the account pages refuse rather than let somebody try for ever (S10).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return rest(request, exception) if is_passing(exception) else None


def broken(request: HttpRequest) -> HttpResponse:
    """In place of every 500: also what fails outside a view, such as finding out who asks, may be passing."""
    error = sys.exception()
    return rest(request, error) if error is not None and is_passing(error) else defaults.server_error(request)


def is_passing(error: BaseException) -> bool:
    if isinstance(error, RedisError | OperationalError | InterfaceError):
        return True
    return isinstance(error, Error) and getattr(error.__cause__, "sqlstate", None) == READ_ONLY


def rest(request: HttpRequest, error: BaseException) -> HttpResponse:
    """Asks nobody for anything: neither the database nor the cache may be there."""
    log.error("Resting: %s", type(error.__cause__ or error).__name__)
    kept = _kept(request)
    page = render_to_string("503.html", {"kept": kept, "words": _shown(kept), "action": request.get_full_path()})
    answer = HttpResponse(page, status=503, headers={"Retry-After": "30"})
    answer._has_been_logged = True  # type: ignore[attr-defined]  # above; Django's own line would name the page
    return answer


def _kept(request: HttpRequest) -> list[Kept]:
    """What was sent, with the token it came with: one that somebody else made up is refused the next time as well."""
    if request.method != "POST":
        return []
    try:
        fields = request.POST
    except Exception:  # what could not even be read
        return []
    if any(secret in name for name in fields for secret in SECRETS):
        return []
    return [Kept(name, value) for name, values in fields.lists() for value in values]


def _shown(kept: list[Kept]) -> list[str]:
    """Each once: what a line was before is sent along with what it is now."""
    return list(dict.fromkeys(each.words for each in kept if each.words))
