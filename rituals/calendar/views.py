"""The page about one's calendar address, the calendar behind it, and one ritual as a file."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe
from redis import RedisError

from couples import clock, rate_limits
from couples.access import CoupleRequest, couple_required
from couples.accounts.reauthentication import freshly_signed_in
from couples.htmx import see_other, swap
from couples.localized import for_reader
from couples.web.headers import ASKED_AGAIN
from rituals.calendar import feed, ritual_file
from rituals.calendar import services as feeds
from rituals.calendar.models import CalendarFeed
from rituals.models import Practice, Ritual

TYPE = "text/calendar; charset=utf-8"
#: A calendar program asks once or a few times an hour.
AN_HOUR = "60/h/key"


@require_http_methods(["GET", "POST"])
@couple_required
def calendar(request: CoupleRequest) -> HttpResponse:
    """The page about one's calendar address; a POST makes a new one, which is shown this once."""
    return _renewed(request) if request.method == "POST" else _page(request)


@freshly_signed_in
def _renewed(request: CoupleRequest) -> HttpResponse:
    token = feeds.renew(request.membership)
    address = settings.PUBLIC_URL + reverse("rituals:feed", args=[token])
    return _page(request, address=address, webcal=f"webcal://{address.partition('://')[2]}")


def _page(request: CoupleRequest, **shown: Any) -> HttpResponse:
    return swap(request, "rituals/calendar/page.html", feed=feeds.feed_of(request.membership), **shown)


@require_POST
@couple_required
def choice(request: CoupleRequest) -> HttpResponse:
    feeds.choose(request.membership, checkin=request.POST.get("checkin") == "in")
    messages.success(request, _("Your calendar app shows it the next time it updates."))
    return see_other("rituals:calendar")


@require_POST
@couple_required
def revocation(request: CoupleRequest) -> HttpResponse:
    """Without asking who it is again: taking it back must be the easier of the two."""
    feeds.revoke(request.membership)
    messages.success(request, _("Your calendar link is off. It no longer works."))
    return see_other("rituals:calendar")


@require_safe
def subscription(request: HttpRequest, token: str) -> HttpResponse:
    """For calendar programs, which carry no cookies: the address is all they have. It reads, and nothing else."""
    found = feeds.find(token)
    if found is None:
        return swap(request, "rituals/calendar/no_such_calendar.html", status=404)
    if _is_too_often(request, found):
        return HttpResponse(status=429, headers={"Retry-After": "3600"})
    with for_reader(found.membership.person):
        return _calendar_of(request, found)


def _is_too_often(request: HttpRequest, found: CalendarFeed) -> bool:
    """Counts this time too. Nothing is counted without a cache: the calendar needs the database alone."""
    with suppress(RedisError):
        return rate_limits.take(request, "calendar", rates=AN_HOUR, key=str(found.membership_id)) is None
    return False


def _calendar_of(request: HttpRequest, found: CalendarFeed) -> HttpResponse:
    """Whoever asks again with what they know is told that nothing has changed, from the database alone."""
    membership, now = found.membership, clock.now()
    own, reader = membership.person.tzinfo, feed.Reader.of(membership)
    rituals = Ritual.objects.for_couple(membership.couple).living().visible_to(membership.person)
    if not found.has_checkin:
        rituals = rituals.exclude(practice=Practice.CHECKIN)
    tag = f'"{feed.state(rituals, own, now, reader)}"'
    known = [each.strip().removeprefix("W/") for each in request.headers.get("If-None-Match", "").split(",")]
    if tag in known:
        return HttpResponseNotModified(headers={"ETag": tag, "Cache-Control": ASKED_AGAIN})
    body = feed.calendar(rituals.prefetch_related("changes").order_by("pk"), own, now, reader)
    return HttpResponse(body, content_type=TYPE, headers={"ETag": tag, "Cache-Control": ASKED_AGAIN})


@require_GET
@couple_required
def download(request: CoupleRequest, id: UUID) -> HttpResponse:
    """One ritual from today on, for a calendar that is kept by hand."""
    rituals = Ritual.objects.for_couple(request.couple).living().visible_to(request.person)
    ritual = get_object_or_404(rituals.prefetch_related("changes"), pk=id)
    body = ritual_file.calendar(ritual, request.person.tzinfo, clock.now(), feed.Reader.of(request.membership))
    return HttpResponse(body, content_type=TYPE, headers={"Content-Disposition": 'attachment; filename="nearer.ics"'})
