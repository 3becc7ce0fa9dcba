from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from couples.accounts.models import Everything, Person
from couples.htmx import see_other

#: What an account that is being erased may still be used for, by the names of addresses and of their groups.
OPEN = {"erase", "account_logout", "away", "offline", "healthz", "process", "metrics", "worker", "manifest", "about"}
OPEN |= {"help", "safety", "account_reauthenticate", "confirm"}


class ErasingMiddleware:
    """Whoever is erasing their account comes to the page on which they can keep it, whatever they ask for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        person, at = request.user, request.resolver_match
        is_erasing = isinstance(person, Person) and person.erase_at and person.erase_what == Everything.ACCOUNT
        if not is_erasing or at is None or at.url_name in OPEN or set(at.namespaces) & OPEN:
            return None
        if request.headers.get("HX-Request"):
            return HttpResponseClientRedirect(reverse("erase:waiting"))
        return see_other("erase:waiting")
