from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from couples import clock
from couples.space.models import CoupleOwned, CoupleOwnedQuerySet
from couples.vault.fields import EncryptedTextField
from journal.entries import Entry, EntryQuerySet
from journal.rounds import Round
from journal.visions.areas import AREAS, HORIZONS, horizon_words, value_words


class Vision(Round):
    """One time of looking ahead."""

    objects = CoupleOwnedQuerySet["Vision"].as_manager()

    def __str__(self) -> str:
        return f"Vision {self.pk}"


class Guess(models.TextChoices):
    """What the author thinks the other one hopes."""

    YES = "yes", _("I think so")
    UNSURE = "unsure", _("I don’t know")
    NO = "no", _("I don’t think so")


class HopeQuerySet(EntryQuerySet["Hope"]):
    def not_removed(self) -> Self:
        return self.filter(removed_at=None)


class Hope(Entry):
    """One hope, for one horizon (in years) and one area of life, and the value underneath."""

    vision = models.ForeignKey(Vision, on_delete=models.CASCADE, related_name="hopes")
    horizon = models.PositiveSmallIntegerField(choices=HORIZONS)
    area = models.CharField(max_length=10, choices=AREAS)
    words = EncryptedTextField(max_length=1000, blank=True, default="")
    value = EncryptedTextField(max_length=40, blank=True, default="")
    guess = EncryptedTextField(max_length=8, blank=True, default="")
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = HopeQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["vision", "horizon"], name="hope_by_horizon")]

    def __str__(self) -> str:
        return f"Hope {self.pk}"

    @property
    def horizon_words(self) -> str:
        return horizon_words(self.horizon)

    @property
    def value_words(self) -> str:
        return value_words(self.value)

    @property
    def guess_words(self) -> str:
        return str(Guess(self.guess).label) if self.guess in Guess.values else ""


class Match(CoupleOwned):
    """Two hopes that belong together: one of the two said so, and from `agreed_at` on both. No machine says so."""

    class Kind(models.TextChoices):
        HOPE = "hope", _("Same hope")
        VALUE = "value", _("Different hopes, same reason behind them")

    vision = models.ForeignKey(Vision, on_delete=models.CASCADE, related_name="matches")
    kind = models.CharField(max_length=5, choices=Kind.choices)
    #: In the order of their ids, so that a pair is one pair whoever names it.
    first = models.ForeignKey(Hope, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Hope, on_delete=models.CASCADE, related_name="+")
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    said_at = models.DateTimeField(default=clock.now)
    agreed_at = models.DateTimeField(null=True, blank=True)

    objects = CoupleOwnedQuerySet["Match"].as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second"], name="match_once_a_pair"),
            models.CheckConstraint(condition=Q(first__lt=models.F("second")), name="match_in_order"),
        ]

    def __str__(self) -> str:
        return f"Match {self.pk}"


class Step(CoupleOwned):
    """One small thing the two will do, on a date. It may have become a time for each other."""

    vision = models.ForeignKey(Vision, on_delete=models.CASCADE, related_name="steps")
    words = EncryptedTextField(max_length=200)
    on = models.DateField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    removed_at = models.DateTimeField(null=True, blank=True)
    ritual = models.ForeignKey("rituals.Ritual", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = CoupleOwnedQuerySet["Step"].as_manager()

    def __str__(self) -> str:
        return f"Step {self.pk}"
