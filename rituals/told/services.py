"""Saying that a time suits. The one who chose it is not told: there is nothing to wait for."""

from datetime import date, datetime

from django.db import transaction

from couples import clock, live
from couples.accounts.models import Person
from rituals.models import OccurrenceChange, Ritual


@transaction.atomic
def fine(ritual: Ritual, *, by: Person, set_at: datetime) -> None:
    """Its times as they were chosen then. Nothing, if they were changed since, or are one's own choice."""
    same = Ritual.objects.filter(pk=ritual.pk, set_at=set_at, retired_at=None).exclude(set_by=by)
    same.update(fine_at=clock.now())
    live.announce(ritual.couple, "rituals", ritual.pk, only=by)


@transaction.atomic
def fine_once(ritual: Ritual, *, on: date, by: Person, made_at: datetime) -> None:
    """One date as it was moved or skipped then."""
    same = OccurrenceChange.objects.filter(ritual=ritual, on=on, made_at=made_at).exclude(made_by=by)
    same.update(fine_at=clock.now())
    live.announce(ritual.couple, "rituals", ritual.pk, only=by)
