from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from couples import localized


class LanguageMiddleware:
    """Words in the language of the browser, and times as its region writes them, before anybody knows who asks.

    `couples.accounts.middleware.ReaderMiddleware` goes by what the person chose instead.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = translation.get_language_from_request(request)
        with translation.override(language), localized.in_hours(localized.hours_of_browser(request)):
            return self.get_response(request)
