from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from couples.accounts.address_change import services
from couples.htmx import swap


@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest, token: str) -> HttpResponse:
    """From the old mailbox, without signing in: looking changes nothing (E2), and the page names nobody."""
    try:
        change = services.find(token)
        if request.method == "POST":
            services.undo(change)
    except services.Gone:
        return swap(request, "account/email_undo_gone.html", status=404)
    return swap(request, "account/email_undo.html", done=request.method == "POST")
