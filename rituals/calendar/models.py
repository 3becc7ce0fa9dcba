"""The secret address under which a calendar program reads one person's times."""

from django.db import models

from couples import clock
from couples.space.models import Membership


class CalendarFeed(models.Model):
    """The address under which one person's calendar program reads their times (P9). Renewing it replaces the digest;
    the address itself is shown once and kept nowhere. It ends with the membership it was made in.
    """

    membership = models.OneToOneField(Membership, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    #: Whether the daily check-in is in it, beside times for each other.
    has_checkin = models.BooleanField(default=True, db_default=True)
    made_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"CalendarFeed {self.pk}"
