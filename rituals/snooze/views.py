"""Putting off what has just rung: from a page, and from a mail without signing in."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_POST

from couples import clock, localized
from couples.access import CoupleRequest, couple_required
from couples.accounts.models import Person
from couples.htmx import UNPROCESSABLE, see_other, swap
from couples.localized import for_reader
from couples.space.errors import SpaceClosed
from couples.space.models import Membership
from rituals.errors import NothingToPutOff
from rituals.models import Ritual
from rituals.nudges.mail import page_of
from rituals.snooze import services as snoozing
from rituals.snooze.tokens import BadToken, is_of, read_later

LATER = "rituals/snooze/later.html"


@require_POST
@couple_required
def snooze(request: CoupleRequest, id: UUID) -> HttpResponse:
    """Later, for oneself. The partner is not told, and nothing of theirs changes."""
    ritual = get_object_or_404(Ritual.objects.for_couple(request.couple).living().visible_to(request.person), pk=id)
    try:
        snoozing.put_off(ritual, by=request.person, until=request.POST.get("until", ""))
    except NothingToPutOff as nothing:
        messages.info(request, str(nothing))
    return _back(request, ritual)


@require_POST
@couple_required
def removal(request: CoupleRequest, id: UUID) -> HttpResponse:
    ritual = get_object_or_404(Ritual.objects.for_couple(request.couple).living().visible_to(request.person), pk=id)
    snoozing.take_up(ritual, by=request.person)
    return _back(request, ritual)


def _back(request: CoupleRequest, ritual: Ritual) -> HttpResponse:
    """To the evening it rang for, which past midnight is not today's."""
    ring = snoozing.in_hand(request.person, [ritual.pk])
    is_past = ring is not None and ring.evening != clock.today(request.person)
    return see_other(page_of(ritual, ring.evening if ring and is_past else None))


@require_http_methods(["GET", "POST"])
def later(request: HttpRequest, token: str) -> HttpResponse:
    """The link in every nudge that has it come again later. Looking changes nothing (E2); a POST does that and no more.

    It shows neither what it is about nor a clock's time: whoever holds the mail learns nothing (T5).
    """
    try:
        return _later(request, *found(token))
    except (BadToken, SpaceClosed):
        return swap(request, "couples/outbox/no_such_link.html", status=404)


def _later(request: HttpRequest, person: Person, ritual: Ritual, ring: snoozing.Ring | None) -> HttpResponse:
    context: dict[str, Any] = {"choices": [until for until, _at in ring.choices] if ring else []}
    with for_reader(person, localized.hours(), localized.region()):
        if request.method == "POST":
            try:
                snoozing.put_off(ritual, by=person, until=request.POST.get("until", ""))
                return swap(request, LATER, done=True)
            except NothingToPutOff as nothing:
                context["refused"] = str(nothing)
                return swap(request, LATER, status=UNPROCESSABLE, **context)
        return swap(request, LATER, **context)


def found(token: str) -> tuple[Person, Ritual, snoozing.Ring | None]:
    """Raises BadToken, for somebody who has left their couple as well: their link is gone with them (P1)."""
    person_id, ritual_id, mark = read_later(token)
    ritual = Ritual.objects.filter(pk=ritual_id).select_related("couple").first()
    members = Membership.objects.current().filter(person=person_id, person__is_active=True).select_related("person")
    member = members.filter(couple=ritual.couple_id).first() if ritual else None
    if ritual is None or member is None:
        raise BadToken
    ring = snoozing.in_hand(member.person, [ritual.pk]) if ritual.retired_at is None else None
    return member.person, ritual, ring if ring and is_of(mark, ritual.pk, ring.on) else None
