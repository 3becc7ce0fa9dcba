"""The answers on Today to what the other chose for both: “Fine”, and “Another time”."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from couples import clock
from couples.access import CoupleRequest, couple_required
from couples.accounts.models import Person
from couples.htmx import see_other, swap
from rituals import services as rituals
from rituals.models import Practice, Ritual
from rituals.occurrences.views import named_by
from rituals.quiet_notice import beside
from rituals.readers_clock import told_rule
from rituals.told import services
from rituals.told.choices import choice_made
from rituals.told.forms import AnotherTimeForm
from rituals.told.times import in_words
from rituals.views import chosen, living, sent


@require_POST
@couple_required
def fine(request: CoupleRequest, id: UUID) -> HttpResponse:
    ritual = get_object_or_404(living(request), pk=id)
    services.fine(ritual, by=request.person, choice=request.POST.get("choice", ""))
    return see_other("today:home")


@require_POST
@couple_required
def fine_once(request: CoupleRequest, id: UUID, on: date) -> HttpResponse:
    ritual = get_object_or_404(living(request), pk=id)
    choice = request.POST.get("choice", "")
    services.fine_once(ritual, on=named_by(ritual, on), by=request.person, choice=choice)
    return see_other("today:home")


@require_http_methods(["GET", "POST"])
@couple_required
def another_time(request: CoupleRequest, id: UUID) -> HttpResponse:
    """Day and hour alone. A page of its own has all of the ritual."""
    ritual = get_object_or_404(living(request), pk=id, practice=Practice.OWN)
    rule = told_rule(ritual, request.person.tzinfo)
    form = beside(AnotherTimeForm(sent(request), ritual=ritual, rule=rule), request.person)
    if request.method == "POST" and form.is_valid():
        kept = rituals.change(ritual, by=request.person, rule=form.new_rule, **chosen(form), base=form.typed_on)
        messages.success(request, said_of(kept, request.person))
    following = ritual.next_start(clock.now(), ritual.clock_of(request.person))
    times = in_words(rule, following.at) if following else ""
    return swap(request, "rituals/told/another_time.html", then="today:home", form=form, ritual=ritual, times=times)


def said_of(kept: Ritual, by: Person) -> str:
    """Who saves the same time again is fine with it."""
    if kept.set_at is None or kept.set_by_id == by.pk:
        return _("Saved. It changes from the next one on.")
    services.fine(kept, by=by, choice=choice_made(kept.pk, kept.set_at))
    return _("Saved. The time stays as it is.")
