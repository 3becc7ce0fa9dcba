import logging

from anymail.exceptions import AnymailWebhookValidationFailure
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from couples.outbox import bounces, providers
from couples.web.headers import answers_head

log = logging.getLogger(__name__)

DAY = 24 * 3600


# From a provider's server: no cookie, and a signature over what is sent in place of a token.
@answers_head
@csrf_exempt
@require_http_methods(["HEAD", "POST"])
def reports(request: HttpRequest) -> HttpResponse:
    """Bounces and complaints. Anything not signed by the one provider the operator chose changes nothing.

    A failure of ours answers 500, and the provider tells us again.
    """
    provider = providers.chosen()
    if provider is None:
        raise Http404
    view = provider.view()
    if request.method == "HEAD":
        return HttpResponse()  # some look whether anybody is there before they begin
    try:
        view.run_validators(request)
    except AnymailWebhookValidationFailure:
        log.warning("A report about mail was refused: it is not signed by the provider")
        return _asked_for_password(request) if view.basic_auth else HttpResponse(status=403)
    except Exception as error:  # whatever a stranger makes of a body
        return _not_understood(error)
    try:
        told = [bounces.read(event, provider) for event in view.parse_events(request)]
    except Exception as error:  # signed is not the same as well-formed
        return _not_understood(error)
    for report in told:
        _once(report, provider)
    return HttpResponse()


def _once(report: bounces.Report, provider: providers.Provider) -> None:
    """One token, one report: the signed token of a harmless one must not carry another in its place."""
    seen = f"mail-report:{report.digest}"
    if provider.one_token and cache.get(seen):
        return
    bounces.take_in(report)
    if provider.one_token:
        cache.set(seen, True, DAY)


def _asked_for_password(request: HttpRequest) -> HttpResponse:
    """Amazon sends the password of the address only to who asks for it."""
    status = 403 if "Authorization" in request.headers else 401
    return HttpResponse(status=status, headers={"WWW-Authenticate": "Basic"} if status == 401 else None)


def _not_understood(error: Exception) -> HttpResponse:
    """Its type alone: the words of such an error repeat what was sent, addresses and all (S21)."""
    log.warning("A report about mail was not understood: %s", type(error).__name__)
    return HttpResponse(status=400)
