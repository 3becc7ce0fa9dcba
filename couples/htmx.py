"""How every page answers: views say what they have, `swap` decides what the browser gets."""

from typing import Any, cast

from django.forms import BaseForm, BaseFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django_htmx.middleware import HtmxDetails

from couples.forms import mark_alone

CONFLICT, UNPROCESSABLE = 409, 422


def swap(
    request: HttpRequest, template: str, *, then: Any = None, status: int | None = None, **context: Any
) -> HttpResponse:
    """Answer with `page.html#partial` for htmx, with the whole page or a redirect for everybody else.

    htmx: the named partial. A plain POST that succeeded: 303 to `then` (anything `redirect` takes). A plain GET or a
    failure: the whole page, `page.html`. A form among the context with errors makes the answer 422, with the person's
    words in it. Before the partner has joined, forms say so where they say who can see it.
    """
    htmx = cast(HtmxDetails, getattr(request, "htmx", False))
    if getattr(request, "partner", True) is None:
        mark_alone(context.values())
    failed = any(
        isinstance(value, BaseForm | BaseFormSet) and value.is_bound and value.errors for value in context.values()
    )
    code = status or (UNPROCESSABLE if failed else 200)
    if request.method == "POST" and not htmx and code < 400 and then is not None:
        response = see_other(then)
    else:
        page = template if htmx else template.partition("#")[0]
        response = render(request, page, context, status=code)
    patch_vary_headers(response, ["HX-Request"])
    return response


def see_other(to: Any, *args: Any) -> HttpResponse:
    """303: another page answers (anything `redirect` takes). The browser fetches it, and never sends a form twice.

    The one way to lead on, after a POST and after a GET: 302 leaves it to the browser whether to send the form again.
    """
    response = redirect(to, *args)
    response.status_code = 303
    return response
