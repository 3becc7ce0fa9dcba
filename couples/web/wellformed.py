"""Requests that are not well-formed are refused before anybody reads them: 400, whoever sent them."""

import codecs
import logging
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.template.loader import render_to_string
from django.utils.http import parse_header_parameters

log = logging.getLogger(__name__)

#: What no line of a request may hold (RFC 9110, 5.5), and no text in PostgreSQL: a tab alone may stand in a header.
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_ESCAPED_NUL = re.compile(r"\x00|%00")
_LENGTH = re.compile(r"[0-9]{0,18}")
#: All we send and take is UTF-8. Another name would change how addresses and forms are read, if it is one at all.
_CHARSETS = {"utf-8", "ascii"}


class Request(WSGIRequest):
    """Django reads addresses and forms in whatever encoding Content-Type names, and some are none of text: that raised
    before any page of ours was asked.
    """

    content_type: str | None
    content_params: dict[str, str] | None

    def _set_content_type_params(self, meta: Mapping[str, Any]) -> None:
        try:
            self.content_type, self.content_params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))
        except ValueError:
            self.content_type, self.content_params = "", {}


class WellFormedMiddleware:
    """Refuses broken bytes before sessions and forms see them. A cookie goes into a query, and a broken body would
    raise in every error page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_well_formed(request):
            return HttpResponseBadRequest(render_to_string("400.html"))
        return self.get_response(request)


def is_well_formed(request: HttpRequest) -> bool:
    """Its lines, its cookies, its encoding and its body. What the words in it mean is for the forms to say."""
    return (
        not any(_CONTROL.search(value) for value in _lines(request))
        and not _ESCAPED_NUL.search(request.META.get("QUERY_STRING", ""))
        and not any("\x00" in value for value in request.COOKIES.values())  # a quoted cookie may spell it in octal
        and _LENGTH.fullmatch(request.META.get("CONTENT_LENGTH") or "") is not None
        and _is_ours(request)
        and _has_readable_body(request)
    )


def _lines(request: HttpRequest) -> Iterator[str]:
    yield request.path_info
    for name, value in request.META.items():
        if name.startswith("HTTP_") or name == "CONTENT_TYPE":
            yield value


def _is_ours(request: HttpRequest) -> bool:
    said, charset = request.META.get("CONTENT_TYPE"), (request.content_params or {}).get("charset")
    if not charset:
        return bool(request.content_type or not said)
    try:
        return codecs.lookup(charset).name in _CHARSETS
    except (LookupError, ValueError):
        return False


def _has_readable_body(request: HttpRequest) -> bool:
    """Reads a form that was sent. Whatever it is that cannot be made of it, nobody else shall come upon it."""
    try:
        request.POST  # noqa: B018  read here, and kept
    except Exception as error:
        log.warning("A request's body was not understood: %s", type(error).__name__)
        return False
    return True
