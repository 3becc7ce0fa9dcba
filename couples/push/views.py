from uuid import UUID

from django.contrib import messages
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from couples.access import PersonRequest, attach_couple, person_required
from couples.htmx import see_other, swap
from couples.push import services, vapid
from couples.push.forms import SubscriptionForm
from couples.push.models import Device

#: In the session: this browser has said that it is signed in again.
SAID = "push_said"


@require_http_methods(["GET", "POST"])
@person_required
def devices(request: PersonRequest) -> HttpResponse:
    """Where one is told, on this device and others; a POST is this browser being switched on."""
    attach_couple(request)
    form = SubscriptionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        _switch_on(request, form)
    return swap(
        request,
        "couples/push/devices.html#devices",
        then="push:list",
        form=form,
        devices=_listed(request),
        key=vapid.public_key(),
    )


def _switch_on(request: PersonRequest, form: SubscriptionForm) -> None:
    if not vapid.is_set_up():
        raise Http404
    try:
        services.add(
            request.person,
            session_key=str(request.session.session_key),
            subscription=form.cleaned_data,
            agent=request.headers.get("User-Agent", ""),
        )
    except services.TooManyDevices:
        form.add_error(None, _("You can have up to ten devices. Remove one first."))


def _listed(request: PersonRequest) -> QuerySet[Device]:
    here = Device.objects.signed_in().filter(pk=OuterRef("pk"))
    return own(request).annotate(is_told=Exists(here)).order_by("created_at", "pk")


@require_POST
@person_required
def removal(request: PersonRequest, id: UUID) -> HttpResponse:
    services.remove(get_object_or_404(own(request), pk=id))
    messages.success(request, _("Notifications are off for that device."))
    return see_other("push:list")


@require_POST
@person_required
def again(request: PersonRequest) -> HttpResponse:
    """A browser says by itself, once a session, that its person is signed in again. 205: it should stop listening."""
    request.session[SAID] = True
    endpoint = request.POST.get("endpoint", "")
    if services.adopt(request.person, session_key=str(request.session.session_key), endpoint=endpoint):
        return HttpResponse(status=204)
    return HttpResponse(status=205)


def own(request: PersonRequest) -> QuerySet[Device]:
    """A device is its person's, in whichever couple they are."""
    return Device.objects.filter(person=request.person)
