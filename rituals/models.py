"""Rituals with their rules, what became of single dates, who prepares, and when to ring next for whom."""

from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar, Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from couples import clock
from couples.accounts.models import Person
from couples.space.models import CoupleOwned, CoupleOwnedQuerySet
from couples.vault.fields import EncryptedTextField
from couples.zones import stored_zone
from rituals.cadence import LAST, MOST_WEEKS, Changes, Occurrence, Rule, next_start, occurrences
from rituals.calendar.models import CalendarFeed  # noqa: F401  one app, one history of migrations
from rituals.noticed.models import Noticed  # noqa: F401
from rituals.rule_columns import rule_of, weekday_bits

EVERY_DAY = 0b1111111


class Practice(models.TextChoices):
    """What a ritual leads to. Rituals know a practice by this key only (rituals/practices.py)."""

    CHECKIN = "checkins", _("Check-in")
    OWN = "own", _("Ritual")


class RitualQuerySet(CoupleOwnedQuerySet["Ritual"]):
    def living(self) -> Self:
        return self.filter(retired_at=None)

    def visible_to(self, person: Person) -> Self:
        """What is both's, and this person's own check-in."""
        return self.filter(Q(person=None) | Q(person=person))

    def by_each_clock(self) -> Self:
        return self.filter(zone="")


class Ritual(CoupleOwned):
    """What happens when: a rule's wall time, by each one's own clock (no `zone`) or at one instant for both.

    The columns of the rule are those of `cadence.Rule`.
    """

    practice = models.CharField(max_length=16, choices=Practice.choices)
    #: Whose own time it is, for a check-in: the other one sees nothing of it. Empty: both's. So is a check-in from
    #: before each chose their own, until one of them chooses (rituals/own_checkin.py).
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    title = EncryptedTextField(max_length=80, blank=True, default="")
    at = models.TimeField()
    #: A bit for each weekday, Monday the lowest.
    weekdays = models.PositiveSmallIntegerField(default=EVERY_DAY)
    every = models.PositiveSmallIntegerField(default=1, db_default=1)
    monthday = models.PositiveSmallIntegerField(null=True, blank=True)
    nth = models.SmallIntegerField(null=True, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    zone = models.CharField(max_length=64, blank=True, default="")
    #: Whether somebody chose the place in a form. What was stored before that is its maker's own, told to nobody (T5).
    names_place = models.BooleanField(default=False, db_default=False)
    minutes = models.PositiveSmallIntegerField(default=10, validators=[MinValueValidator(1), MaxValueValidator(600)])
    #: The two prepare alternately: this person the first date from `prepares_from` on. Empty: nobody in particular.
    prepares_first = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_column="turns_first_id",
    )
    prepares_from = models.DateField(null=True, blank=True, db_column="turns_from")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=clock.now)
    #: Who chose its times last, and when; when the other one said that they suit (rituals/told/times.py).
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    set_at = models.DateTimeField(null=True, blank=True)
    fine_at = models.DateTimeField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)
    #: How often what a calendar shows of it was changed, and when last; both only ever rise.
    sequence = models.PositiveIntegerField(default=0, db_default=0)
    revised_at = models.DateTimeField(default=clock.now, db_default=Now())
    #: From when on its times are as they are: before that they were others, or none.
    stands_since = models.DateTimeField(default=clock.now, db_default=Now())

    objects = RitualQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["set_by"], name="ritual_set_by"),
            models.Index(fields=["person"], name="ritual_person"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["couple", "person"],
                condition=Q(practice="checkins", retired_at=None),
                nulls_distinct=False,
                name="ritual_one_checkin_each",
            ),
            models.CheckConstraint(condition=Q(weekdays__gte=1, weekdays__lte=EVERY_DAY), name="ritual_has_a_weekday"),
            models.CheckConstraint(
                condition=Q(every=1)
                | Q(every__range=(2, MOST_WEEKS), starts_on__isnull=False, monthday=None, nth=None),
                name="ritual_weeks_are_counted_from_one",
            ),
            models.CheckConstraint(
                condition=Q(monthday=None) | Q(monthday__range=(1, 31), nth=None), name="ritual_monthday_is_a_date"
            ),
            models.CheckConstraint(condition=Q(nth=None) | Q(nth__in=[LAST, 1, 2, 3, 4]), name="ritual_nth_is_a_week"),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
                name="ritual_ends_after_it_starts",
            ),
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
        return rule_of(self)

    @rule.setter
    def rule(self, rule: Rule) -> None:
        self.at, self.weekdays, self.every = rule.at, weekday_bits(rule.weekdays), rule.every
        self.monthday, self.nth, self.starts_on, self.ends_on = rule.monthday, rule.nth, rule.starts_on, rule.ends_on

    def clock_of(self, person: Person) -> ZoneInfo:
        """The clock its times go by for this person: the one it names, or their own."""
        return stored_zone(self.zone or person.zone)

    @property
    def place(self) -> str:
        """The place whose clock it goes by, for both to read; empty where none was chosen."""
        return self.zone if self.names_place else ""

    @property
    def hides_place(self) -> bool:
        """It goes by a place that nobody may be told, and is told by its reader's clock (rituals/readers_clock.py)."""
        return bool(self.zone) and not self.names_place

    @property
    def days(self) -> list[int]:
        return sorted(self.rule.weekdays)

    @property
    def changed(self) -> Changes:
        """Single dates that were skipped or moved; one query, none after `prefetch_related("changes")`."""
        return {change.on: change.to for change in self.changes.all()}

    def next_start(self, after: datetime, zone: ZoneInfo) -> Occurrence | None:
        """The first occurrence after this instant, by this clock if the ritual names none."""
        return next_start(self.rule, after, zone, self.changed)

    def occurrences(self, start: datetime, end: datetime, zone: ZoneInfo) -> Iterator[Occurrence]:
        """Every occurrence in [start, end), moved ones where they were moved to."""
        return occurrences(self.rule, start, end, zone, self.changed)


class OccurrenceChange(models.Model):
    """One occurrence skipped, or moved to another wall time, for both. The row goes when it is as usual again."""

    ritual = models.ForeignKey(Ritual, on_delete=models.CASCADE, related_name="changes")
    #: The local date the rule names.
    on = models.DateField()
    to_on = models.DateField(null=True, blank=True)
    to_at = models.TimeField(null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(default=clock.now)
    #: When the other one said that it suits.
    fine_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ritual", "on"], name="occurrence_change_once"),
            models.CheckConstraint(
                condition=Q(to_on=None, to_at=None) | Q(to_on__isnull=False, to_at__isnull=False),
                name="occurrence_is_moved_to_a_date_and_time",
            ),
        ]

    def __str__(self) -> str:
        return f"OccurrenceChange {self.pk}"

    @property
    def to(self) -> datetime | None:
        """Wall time by the ritual's clock; None when it is skipped."""
        return datetime.combine(self.to_on, self.to_at) if self.to_on and self.to_at else None


class Preparation(models.Model):
    """Who prepares for one date, where the two swapped."""

    ritual = models.ForeignKey(Ritual, on_delete=models.CASCADE, related_name="preparations")
    on = models.DateField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["ritual", "on"], name="preparation_once")]

    def __str__(self) -> str:
        return f"Preparation {self.pk}"


class Nudge(models.Model):
    """When to ring next for one person and one ritual. `next_at` is empty when there is nothing left to ring for."""

    #: Found by the constraint's index: each index of its own is one more to be written at every ring.
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    ritual = models.ForeignKey(Ritual, on_delete=models.CASCADE, related_name="nudges")
    #: The zone `next_at` was worked out in.
    zone = models.CharField(max_length=64)
    next_at = models.DateTimeField(null=True, blank=True)
    #: How many rings in a row came to nothing (rituals/nudges/backoff.py). Shown to nobody, the partner least of all.
    unanswered = models.SmallIntegerField(default=0, db_default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "ritual"], name="nudge_once")]
        indexes: ClassVar = [models.Index(fields=["next_at"], condition=Q(next_at__isnull=False), name="nudge_due")]

    def __str__(self) -> str:
        return f"Nudge {self.pk}"
