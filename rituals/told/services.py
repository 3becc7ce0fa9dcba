"""Saying that a time suits. The one who chose it is not told: there is nothing to wait for."""

from datetime import date

from django.db import transaction

from couples import clock, live
from couples.accounts.models import Person
from couples.space.lock import hold
from rituals.models import OccurrenceChange, Ritual
from rituals.told.choices import choice_made


@transaction.atomic
def fine(ritual: Ritual, *, by: Person, choice: str) -> None:
    """Its times as that page told them. Nothing, if they were changed since, or are one's own choice."""
    hold(ritual.couple)
    if ritual.set_at is None or choice != choice_made(ritual.pk, ritual.set_at):
        return
    same = Ritual.objects.filter(pk=ritual.pk, set_at=ritual.set_at, retired_at=None).exclude(set_by=by)
    same.update(fine_at=clock.now())
    live.announce(ritual.couple, "rituals", ritual.pk, only=by)


@transaction.atomic
def fine_once(ritual: Ritual, *, on: date, by: Person, choice: str) -> None:
    """One date as that page told of it, moved or skipped."""
    hold(ritual.couple)
    made_at = OccurrenceChange.objects.filter(ritual=ritual, on=on).values_list("made_at", flat=True).first()
    if made_at is None or choice != choice_made(ritual.pk, made_at):
        return
    same = OccurrenceChange.objects.filter(ritual=ritual, on=on, made_at=made_at).exclude(made_by=by)
    same.update(fine_at=clock.now())
    live.announce(ritual.couple, "rituals", ritual.pk, only=by)
