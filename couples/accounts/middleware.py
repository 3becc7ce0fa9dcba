from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from redis.exceptions import RedisError

from couples.accounts.models import Person


class CacheRefusalMiddleware:
    """When the cache is away, rate limits cannot count: the account pages refuse rather than let somebody try for
    ever (S10).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, RedisError):
            return render(request, "503.html", status=503)
        return None


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
