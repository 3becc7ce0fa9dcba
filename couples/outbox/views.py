from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from couples.outbox import kinds, services, tokens


# RFC 8058: the mail provider posts for the person, without cookie or page; the signed token is all it can use.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """A link in every nudge: looking changes nothing, one POST stops those kinds at once (E1, E2)."""
    try:
        person_id, keys = tokens.read_unsubscribe(token)
    except tokens.BadToken:
        return render(request, "couples/outbox/no_such_link.html", status=404)
    if request.method == "POST":
        services.mute(person_id, *keys)
    stopped = [kind.label for kind in kinds.mutable() if kind.key in keys]
    return render(request, "couples/outbox/unsubscribe.html", {"done": request.method == "POST", "kinds": stopped})
