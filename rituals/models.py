from datetime import time
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from couples import clock
from couples.space.models import CoupleOwned, CoupleOwnedQuerySet
from couples.vault.fields import EncryptedTextField
from rituals.cadence import Rule

EVERY_DAY = 0b1111111


class Practice(models.TextChoices):
    """What a ritual leads to. Rituals know a practice by this key only (rituals/practices.py)."""

    CHECKIN = "checkins", _("Check-in")
    OWN = "own", _("A time for each other")


class RitualQuerySet(CoupleOwnedQuerySet["Ritual"]):
    def living(self) -> Self:
        return self.filter(retired_at=None)

    def by_each_clock(self) -> Self:
        return self.filter(zone="")


class Ritual(CoupleOwned):
    """What happens when: wall time on some weekdays, by each one's own clock (no `zone`) or at one instant for both."""

    practice = models.CharField(max_length=16, choices=Practice.choices)
    title = EncryptedTextField(max_length=80, blank=True, default="")
    at = models.TimeField()
    #: A bit for each weekday, Monday the lowest.
    weekdays = models.PositiveSmallIntegerField(default=EVERY_DAY)
    zone = models.CharField(max_length=64, blank=True, default="")
    minutes = models.PositiveSmallIntegerField(default=10, validators=[MinValueValidator(1), MaxValueValidator(600)])
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=clock.now)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = RitualQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["couple"], condition=Q(practice="checkins", retired_at=None), name="ritual_one_checkin"
            ),
            models.CheckConstraint(condition=Q(weekdays__gte=1, weekdays__lte=EVERY_DAY), name="ritual_has_a_weekday"),
        ]

    def __str__(self) -> str:
        return f"Ritual {self.pk}"

    @property
    def is_checkin(self) -> bool:
        return self.practice == Practice.CHECKIN

    @property
    def name(self) -> str:
        return str(Practice.CHECKIN.label) if self.is_checkin else self.title

    @property
    def rule(self) -> Rule:
        return rule_of(self.at, self.weekdays)

    @property
    def days(self) -> list[int]:
        return sorted(self.rule.weekdays)


_rules: dict[tuple[time, int], Rule] = {}


def rule_of(at: time, weekdays: int) -> Rule:
    """The rule behind these two columns; the same one each time, so that the engine's memory of dates is shared."""
    key = (at, weekdays)
    if key not in _rules:
        if len(_rules) > 100_000:  # every minute of a day with every set of weekdays would be more
            _rules.clear()
        _rules[key] = Rule(at=at, weekdays=frozenset(day for day in range(7) if weekdays >> day & 1))
    return _rules[key]


def mask(days: Any) -> int:
    """Weekdays (0 is Monday) as the bits of the column."""
    return sum(1 << int(day) for day in set(days))


class Nudge(models.Model):
    """When to ring next for one person and one ritual. `next_at` is empty when there is nothing left to ring for."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    ritual = models.ForeignKey(Ritual, on_delete=models.CASCADE, related_name="nudges")
    #: The zone `next_at` was worked out in.
    zone = models.CharField(max_length=64)
    next_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "ritual"], name="nudge_once")]
        indexes: ClassVar = [models.Index(fields=["next_at"], condition=Q(next_at__isnull=False), name="nudge_due")]

    def __str__(self) -> str:
        return f"Nudge {self.pk}"
