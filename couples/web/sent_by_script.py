"""Forms sent by a script (static/js/send.js), so that the browser's history holds pages only."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse


class SentByScriptMiddleware:
    """A redirect becomes a line that says where to: the page goes there itself, once, and so no message on that page
    is used up by a script that only followed. `X-Signed-Out` tells that nobody is signed in: what was sent may have
    been turned away to the sign-in page, and its words are kept.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.headers.get("X-Sent-By") != "script" or "Location" not in response.headers:
            return response
        response.headers["X-Then"] = response.headers["Location"]
        del response.headers["Location"]
        response.status_code = HTTPStatus.NO_CONTENT
        response.content = b""
        if not request.user.is_authenticated:
            response.headers["X-Signed-Out"] = "1"
        return response
