from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from couples import localized


class LanguageMiddleware:
    """Words in the browser’s language, times and dates as its region writes them, before anybody knows who asks.

    Somebody who is not signed in chooses another language by a link (`?language=de`), which this browser then keeps.
    `couples.accounts.middleware.ReaderMiddleware` goes by what the person chose instead.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.GET.get("language", "")
        is_chosen = chosen in dict(settings.LANGUAGES)
        language = chosen if is_chosen else translation.get_language_from_request(request)
        region = localized.region_of_browser(request)
        with translation.override(language), localized.as_usual(localized.hours_of(region), region):
            response = self.get_response(request)
        if is_chosen:
            response.set_cookie(settings.LANGUAGE_COOKIE_NAME, chosen, secure=settings.HTTPS, httponly=True)
        return response


def has_chosen(request: HttpRequest) -> bool:
    """Whether this browser was told a language here, rather than going by its own."""
    return "language" in request.GET or settings.LANGUAGE_COOKIE_NAME in request.COOKIES
