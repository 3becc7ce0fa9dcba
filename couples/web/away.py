"""After the quick exit, Back or any address of ours shows an empty page until somebody opens it again.

The exit replaces one entry of the browser's history. The entries before it stay, and Back would fetch them anew. So the
exit leaves a cookie, and while it is there every page a browser would show is the neutral one, signed in or not. It
lasts as long as a session: a tab that is restored with its browser shows nothing either. Nothing else changes: nobody
is signed out, what another tab sends is kept, and the history stays as it is (P3).
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from couples.htmx import see_other

#: Also written by static/js/stay-away.js.
COOKIE = "nearer_away"


class AwayMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.exit = reverse("away")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_away(request) and is_page(request) and request.path != self.exit:
            return render(request, "couples/away.html", {"then": request.get_full_path()})
        return self.get_response(request)


def is_away(request: HttpRequest) -> bool:
    return bool(request.COOKIES.get(COOKIE))


def is_page(request: HttpRequest) -> bool:
    """Asked for to be shown in a tab; not by a script of a page that is open in another one."""
    if request.method != "GET" or "HX-Request" in request.headers:
        return False
    shown = request.headers.get("Sec-Fetch-Dest")  # not sent over plain http
    return shown == "document" if shown else "text/html" in request.headers.get("Accept", "")


@require_http_methods(["GET", "HEAD", "POST"])
def away(request: HttpRequest) -> HttpResponse:
    """Where the exit's link leads without scripts, and on from there; and the way back, by a press of one's own.

    GET changes nothing but what this browser shows, and not when another site sends somebody here.
    """
    if request.method == "POST":
        back = see_other(_then(request))
        back.delete_cookie(COOKIE)
        return back
    leaving = render(request, "couples/away.html", {"exit": settings.EXIT_URL})
    if request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin":
        lasts, secure = settings.SESSION_COOKIE_AGE, settings.SESSION_COOKIE_SECURE
        leaving.set_cookie(COOKIE, "1", max_age=lasts, samesite="Lax", secure=secure)
    return leaving


def _then(request: HttpRequest) -> str:
    then = request.POST.get("then", "")
    safe = url_has_allowed_host_and_scheme(then, {request.get_host()}, require_https=request.is_secure())
    return then if safe else reverse("welcome")
