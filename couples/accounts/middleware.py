from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from couples.accounts.models import Person


class PersonalClockMiddleware:
    """Times and words in this person's zone and language, for the length of the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = request.user
        if not isinstance(person, Person):
            return self.get_response(request)
        with timezone.override(person.tzinfo), translation.override(person.locale):
            return self.get_response(request)
