"""Looking around as somebody made up. Only whoever sits at this machine has these pages (couples/made_up.py)."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_POST

from couples import made_up
from couples.accounts.models import Person
from couples.htmx import see_other, swap
from couples.zones import zone_keys
from journal.demo import making

P = ParamSpec("P")
_BACKEND = "couples.accounts.backend.Backend"


def offered(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not made_up.is_offered(request):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@require_GET
@offered
def home(request: HttpRequest) -> HttpResponse:
    return swap(request, "journal/demo/home.html", both=list(Person.objects.made_up()))


@require_POST
@offered
def made(request: HttpRequest) -> HttpResponse:
    """Made if it is not there. `zone`: by the clock of whoever looks, as their browser says."""
    zone = request.POST.get("zone", "")
    making.make(zone=zone if zone in zone_keys() else "UTC")
    return see_other("demo:home")


@require_POST
@offered
def session(request: HttpRequest, id: UUID) -> HttpResponse:
    """Signed in as one of the two."""
    login(request, get_object_or_404(Person.objects.made_up(), pk=id), backend=_BACKEND)
    return see_other("today:home")


@require_POST
@offered
def again(request: HttpRequest, id: UUID) -> HttpResponse:
    """As in the beginning. Whoever looks as one of the two goes on as the same one."""
    who = request.user.email if isinstance(request.user, Person) else ""
    making.begin_again(of=id)
    same = Person.objects.made_up().filter(email=who).first()
    if same is None:
        return see_other("demo:home")
    login(request, same, backend=_BACKEND)
    return see_other("today:home")


@require_POST
@offered
def removal(request: HttpRequest) -> HttpResponse:
    """Both and all of theirs. Whoever looks as one of the two is signed out."""
    if isinstance(request.user, Person) and request.user.is_made_up:
        logout(request)
    making.remove()
    return see_other("welcome")
