from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from couples.access import PersonRequest, person_required
from couples.outbox import kinds, services, tokens


@csrf_exempt  # RFC 8058: the mail provider posts for the person, without cookie or page; the signed token is all it can use
@require_http_methods(["GET", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """A link in every nudge: looking changes nothing, one POST stops that kind at once (E1, E2)."""
    try:
        person_id, kind = tokens.read_unsubscribe(token)
    except tokens.BadToken:
        return render(request, "couples/outbox/no_such_link.html", status=404)
    if request.method == "POST":
        services.mute(person_id, kind)
    return render(request, "couples/outbox/unsubscribe.html", {"done": request.method == "POST"})


@require_POST
@person_required
def choice(request: PersonRequest, kind: str) -> HttpResponse:
    """On or off for oneself, from the page about times. The partner is not told."""
    if kind not in {known.key for known in kinds.mutable()}:
        raise Http404
    if request.POST.get("mail") == "on":
        services.unmute(request.person.pk, kind)
        messages.success(request, _("You get these mails again."))
    else:
        services.mute(request.person.pk, kind)
        messages.success(request, _("No more of these mails. Nobody is told."))
    return redirect("rituals:list")
