from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.urls import urlpatterns as app
from couples.access import memberships_of
from couples.accounts.models import Person


def bare(request: HttpRequest) -> HttpResponse:
    """A signed-in page that does nothing: session and person, and their couple. Two queries."""
    person = request.user
    return HttpResponse(f"{len(memberships_of(person))}" if isinstance(person, Person) else "nobody")


urlpatterns = [path("bare/", bare), *app]
