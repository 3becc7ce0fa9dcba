from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from couples import localized
from couples.accounts.models import Person


class ReaderMiddleware:
    """Words in this person's language, times by their zone and as they and their browser write it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = request.user
        if not isinstance(person, Person):
            return self.get_response(request)
        with localized.for_reader(person, browser_hours=localized.hours(), region=localized.region()):
            return self.get_response(request)
