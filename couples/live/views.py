from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from couples.web.headers import answers_head


@answers_head  # with 405, as the stream itself does: nobody would ever end one whose words are left out
@require_GET
def stream(request: HttpRequest) -> HttpResponse:
    """Gives /live/ its name among the addresses. Hints come from couples.live.asgi, which is asked before Django."""
    return HttpResponse(status=204)  # tells an EventSource to stop asking
