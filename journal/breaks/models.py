"""A break from an argument, with a time at which whoever asked for it is back."""

from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q

from couples import clock
from couples.space.models import Couple, CoupleOwned, CoupleOwnedQuerySet

#: A return time lies within a day.
LONGEST = timedelta(days=1)
#: How often a new time may be chosen. After that the break ends or rests.
MOST_NEW_TIMES = 2
#: Whoever asked for the break is asked first. Once this has passed, the other one may answer as well.
FIRST_ASKED_FOR = timedelta(minutes=15)
#: Nobody has answered for so long after the return time: the break is over by itself.
RESTS_AFTER = timedelta(hours=12)


class Ending(models.TextChoices):
    BACK = "back"
    RESTS = "rests"
    #: One of the two has left.
    CLOSED = "closed"


class BreakQuerySet(CoupleOwnedQuerySet["Break"]):
    def open(self) -> "BreakQuerySet":
        return self.exclude(open_for=None)


class Break(CoupleOwned):
    """It holds nobody's words: when it began, and when its return is promised."""

    #: The couple while it lasts, nothing afterwards. So a couple has one at most, and every request finds it beside
    #: the couple, without a query of its own (couples/access.py).
    open_for = models.OneToOneField(Couple, null=True, blank=True, on_delete=models.CASCADE, related_name="open_break")
    #: Who chose the time that counts now, and so is asked first when it comes.
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    began_at = models.DateTimeField(default=clock.now)
    until_at = models.DateTimeField()
    #: How often the time was put off. It names the time in the nudges of a break.
    new_times = models.PositiveSmallIntegerField(default=0)
    #: Who is ready to go on. The break is over as soon as both are.
    ready_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: When both were nudged for the time that counts now.
    rung_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ending = models.CharField(max_length=6, choices=Ending.choices, blank=True, default="")

    objects = BreakQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(open_for=None, ended_at__isnull=False) & ~Q(ending="")
                | Q(open_for__isnull=False, ended_at=None, ending=""),
                name="break_open_or_ended",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["couple", "-began_at"], name="break_by_couple"),
            # What rings next: a few rows, however many breaks there were.
            models.Index(fields=["until_at"], condition=Q(rung_at=None, ended_at=None), name="break_to_ring"),
        ]

    def __str__(self) -> str:
        return f"Break {self.pk}"

    @property
    def rests_at(self) -> datetime:
        return self.until_at + RESTS_AFTER

    def has_rested(self, now: datetime) -> bool:
        """Over by itself, though no row says so yet: a page never writes."""
        return self.ended_at is None and now >= self.rests_at

    def is_first_asked(self, person_id: UUID) -> bool:
        return self.asked_by_id == person_id
