from datetime import datetime
from typing import Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models

from couples import clock
from couples.accounts.models import Person
from couples.space.models import Couple

#: What ends it is a date and nothing else: it is reached on each one's own calendar, and no task has to notice.


class Pause(models.Model):
    """One person gets no nudges for a while. Theirs alone: no page of the partner's differs (P2).

    Without `back_on` it lasts until they say otherwise. The row goes when they do.
    """

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="pause")
    #: The first local date on which nudges come again.
    back_on = models.DateField(null=True, blank=True)
    began_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"Pause {self.pk}"

    @property
    def is_on(self) -> bool:
        """One whose day has come is over without anybody noticing."""
        return self.back_on is None or clock.today(self.person) < self.back_on


class HolidayQuerySet(models.QuerySet["Holiday"]):
    def for_couple(self, couple: Couple) -> Self:
        return self.filter(couple=couple)

    def not_ended(self) -> Self:
        return self.filter(ended_at=None)


class Holiday(models.Model):
    """Both get no nudges until `back_on`, each by their own calendar. Either sets it, either ends it, both see it."""

    couple = models.OneToOneField(Couple, on_delete=models.CASCADE, related_name="holiday")
    back_on = models.DateField()
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    set_at = models.DateTimeField(default=clock.now)
    #: Ended before its date; cleared when that is undone.
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = HolidayQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Holiday {self.pk}"

    def covers(self, at: datetime, own: ZoneInfo) -> bool:
        """Whether this instant lies in it for whoever goes by that clock, while it is on and once it is over."""
        ended = self.ended_at is not None and at >= self.ended_at
        return self.set_at <= at and not ended and at.astimezone(own).date() < self.back_on

    def is_on_for(self, person: Person) -> bool:
        return self.ended_at is None and clock.today(person) < self.back_on
