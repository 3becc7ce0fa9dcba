from typing import ClassVar

from django.db import models

from couples import clock
from couples.space.models import CoupleOwnedQuerySet
from couples.vault.fields import EncryptedTextField
from journal.entries import PrivateToOne


class WeekWord(PrivateToOne):
    """How close one week felt to one person. Theirs alone; the other reads it only while both share their lines."""

    #: The Monday of the week, by this person's own calendar.
    week_on = models.DateField()
    word = EncryptedTextField(max_length=16)
    said_at = models.DateTimeField(default=clock.now)

    objects = CoupleOwnedQuerySet["WeekWord"].as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["couple", "person", "week_on"], name="nearness_once_a_week"),
        ]

    def __str__(self) -> str:
        return f"WeekWord {self.pk}"


class SharesLine(PrivateToOne):
    """This one would share their line. It is shared while both would; until then neither learns of the other's."""

    chosen_at = models.DateTimeField(default=clock.now)

    objects = CoupleOwnedQuerySet["SharesLine"].as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["couple", "person"], name="nearness_shared_once")]

    def __str__(self) -> str:
        return f"SharesLine {self.pk}"
