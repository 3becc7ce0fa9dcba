"""Pages to read, for anybody. None of them has anything of a couple on it, and nothing says who opened them."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from couples.access import attach_couple
from couples.htmx import swap


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    return page(request, "home")


@require_GET
def first_hour(request: HttpRequest) -> HttpResponse:
    return page(request, "first_hour")


@require_GET
def choosing(request: HttpRequest) -> HttpResponse:
    return page(request, "choosing")


def page(request: HttpRequest, name: str) -> HttpResponse:
    attach_couple(request)
    return swap(request, f"journal/support/{name}.html")
