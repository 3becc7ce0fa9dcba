from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from couples import localized
from couples.accounts.models import Person


class ReaderMiddleware:
    """Words in this person's language, times by their zone and in 12 or 24 hours, for the length of the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = request.user
        if not isinstance(person, Person):
            return self.get_response(request)
        with localized.for_reader(person, browser_hours=localized.hours()):
            return self.get_response(request)
