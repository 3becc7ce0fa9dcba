from datetime import time

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from couples import localized, made_up
from couples.access import PersonRequest, attach_couple, person_required
from couples.accounts import services
from couples.accounts.person_forms import ClockForm, PersonForm, ReadingForm
from couples.forms import Audience
from couples.htmx import see_other, swap
from couples.outbox import bounces
from couples.space.models import Membership

#: An example of how times look.
EVENING = time(20, 30)


@require_GET
def welcome(request: HttpRequest) -> HttpResponse:
    """The front door: what Nearer is. Whoever is signed in goes straight to Today."""
    if request.user.is_authenticated:
        return see_other("today:home")
    return swap(request, "couples/welcome.html", demo=made_up.is_offered(request))


@require_GET
def about(request: HttpRequest) -> HttpResponse:
    """What we promise about people's words, and what we cannot."""
    attach_couple(request)
    return swap(request, "couples/about.html")


@require_http_methods(["GET", "POST"])
@person_required
def you(request: PersonRequest) -> HttpResponse:
    attach_couple(request)
    audience = Audience.BOTH if getattr(request, "partner", None) else Audience.ALONE
    form = PersonForm(request.POST if request.method == "POST" else None, instance=request.person, audience=audience)
    if request.method == "POST" and form.is_valid():
        services.change_details(request.person, **form.cleaned_data)
        messages.success(request, _("Saved."))
    return swap(
        request,
        "couples/you.html",
        then="you",
        form=form,
        keeps=Membership.objects.past().filter(person=request.person).exists(),
        mail_trouble=bounces.trouble(request.person),
        language=dict(settings.LANGUAGES).get(request.person.locale),
        languages=len(settings.LANGUAGES) > 1,
        like=localized.time_of_day(EVENING),
    )


@require_http_methods(["GET", "POST"])
@person_required
def reading(request: PersonRequest) -> HttpResponse:
    """The language and 12 or 24 hours."""
    attach_couple(request)
    form = ReadingForm(request.POST if request.method == "POST" else None, person=request.person)
    if request.method == "POST" and form.is_valid():
        services.read_in(request.person, **form.chosen)
        with localized.for_reader(request.person):
            messages.success(request, _("Saved."))
    return swap(request, "couples/reading.html", then="you", form=form)


@require_http_methods(["GET", "POST"])
@person_required
def zone(request: PersonRequest) -> HttpResponse:
    attach_couple(request)
    # A guess of ours is not theirs to confirm: they choose, or their browser does.
    known = "" if request.person.asks_zone or request.person.lost_zone else request.person.zone
    form = ClockForm(request.POST if request.method == "POST" else None, initial={"zone": known})
    if request.method == "POST" and form.is_valid():
        services.go_by(request.person, zone=form.cleaned_data["zone"])
        messages.success(request, _("Saved."))
    return swap(request, "couples/zone.html", then="you", form=form)
