"""What every response carries, and what no error ever shows."""

from collections.abc import Callable
from typing import Any

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
        if request.method not in {"GET", "HEAD", "OPTIONS"} and request.headers.get("Sec-Fetch-Site") == "cross-site":
            # Only a mailed one-click unsubscribe comes from elsewhere, and mail providers send no Sec-Fetch headers
            # (S15, E1).
            return csrf_failure(request)
        response = self.get_response(request)
        if response.headers.get("Cache-Control") != ASKED_AGAIN:
            response.headers["Cache-Control"] = "no-store"
        if response.status_code in BODILESS:
            del response.headers["Content-Length"]
        response.headers["Permissions-Policy"] = PERMISSIONS
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)


class NothingToShow(SafeExceptionReporterFilter):
    """Error reports without locals, settings or form data: they would hold people's words (S21)."""

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:
        return {}

    def get_traceback_frame_variables(self, request: Any, tb_frame: Any) -> Any:
        return ()

    def get_safe_settings(self) -> dict[str, Any]:
        return {}
