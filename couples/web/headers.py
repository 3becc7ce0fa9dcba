"""What every response carries, how every page answers HEAD, and what no error and no log ever shows."""

import logging
from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.debug import SafeExceptionReporterFilter

#: Kept by whoever asked, and never shown without asking whether it still holds.
ASKED_AGAIN = "private, no-cache"
#: A length of nothing would be said of what was not sent (RFC 9110, 8.6).
BODILESS = {204, 304}
PERMISSIONS = "geolocation=(), camera=(), microphone=(), payment=(), usb=(), interest-cohort=()"


class PrivacyHeadersMiddleware:
    """No store, no sharing, no sensors (S17, S18).

    Everything but static files is marked no-store, signed in or not: a page that says "sign in" must not be served
    from a cache to somebody who has, and Back after sign-out must show nothing. A calendar program alone may
    keep what it has read (`ASKED_AGAIN`), to be told that nothing has changed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.headers.get("Cache-Control") != ASKED_AGAIN:
            response.headers["Cache-Control"] = "no-store"
        if response.status_code in BODILESS:
            del response.headers["Content-Length"]
        response.headers["Permissions-Policy"] = PERMISSIONS
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        return response

    def process_view(self, request: HttpRequest, view: Callable[..., Any], *_: Any) -> HttpResponse | None:
        """Another site sends nothing on somebody's behalf (S15), whatever else it carries. What needs no token brings a
        proof of its own: a mail program that is a web page sends its one-click unsubscribe from there (E1).
        """
        changes = request.method not in {"GET", "HEAD", "OPTIONS"}
        if changes and request.headers.get("Sec-Fetch-Site") == "cross-site" and not is_exempt(view):
            return csrf_failure(request)
        return None


def is_exempt(view: Callable[..., Any]) -> bool:
    return bool(getattr(view, "csrf_exempt", False))


V = TypeVar("V", bound=Callable[..., Any])


def answers_head(view: V) -> V:
    """For a view to which HEAD is something of its own."""
    view.answers_head = True  # type: ignore[attr-defined]
    return view


class HeadMiddleware:
    """HEAD is GET without the words (RFC 9110, 9.3.2), for every page at once. The server leaves them out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = request.method
        response = self.get_response(request)
        request.method = asked
        return response

    def process_view(self, request: HttpRequest, view: Callable[..., Any], *_: Any) -> None:
        if request.method == "HEAD" and not getattr(view, "answers_head", False):
            request.method = "GET"


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)


class RoutesOnly(logging.Filter):
    """In a log, an address is its route: what stands in it may be a token that opens something (S21)."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest) and isinstance(record.args, tuple):
            route = f"/{request.resolver_match.route}" if request.resolver_match else "(no address of ours)"
            record.args = tuple(route if each == request.path else each for each in record.args)
        return True


class NothingToShow(SafeExceptionReporterFilter):
    """Error reports without locals, settings or form data: they would hold people's words (S21)."""

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:
        return {}

    def get_traceback_frame_variables(self, request: Any, tb_frame: Any) -> Any:
        return ()

    def get_safe_settings(self) -> dict[str, Any]:
        return {}
