from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from couples.safety import helplines


@require_GET
def notes(request: HttpRequest) -> HttpResponse:
    """What to ask oneself, whom to call, and who may see this phone. The same page for everybody, signed in or not.

    It must leave nothing behind (P10): its address and its title say nothing, it has no form, no cookie, no live hints,
    and nothing on it is asked for by a second request. It looks up nobody and writes no row.
    """
    context = {"own": helplines.own(), "countries": helplines.countries(), "exit_url": settings.EXIT_URL}
    return render(request, "couples/notes.html", context)
