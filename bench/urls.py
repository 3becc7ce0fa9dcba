from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.urls import urlpatterns as app
from couples.access import memberships_of
from couples.accounts.models import Person
from couples.live.hints import announce


def bare(request: HttpRequest) -> HttpResponse:
    """A signed-in page that does nothing: session and person, and their couple. Two queries."""
    person = request.user
    return HttpResponse(f"{len(memberships_of(person))}" if isinstance(person, Person) else "nobody")


def announcement(request: HttpRequest) -> HttpResponse:
    """A hint about nothing to both: the least that any change costs before the other page hears of it."""
    person = request.user
    if isinstance(person, Person):
        announce(memberships_of(person)[0].couple, "bench")
    return HttpResponse()


def empty(request: HttpRequest) -> HttpResponse:
    """What a page fetches when it hears of nothing, by somebody signed in."""
    return bare(request)


urlpatterns = [path("bare/", bare), path("bench/announcement/", announcement), path("bench/empty/", empty), *app]
