from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef

from couples.space.models import CoupleOwnedQuerySet
from couples.vault.fields import EncryptedTextField
from journal.assessments.topics import Topic, Weight, asked
from journal.entries import Entry, EntryQuerySet
from journal.rounds import Round


class Assessment(Round):
    """One time of taking stock."""

    objects = CoupleOwnedQuerySet["Assessment"].as_manager()

    def __str__(self) -> str:
        return f"Assessment {self.pk}"


class StrainQuerySet(EntryQuerySet["Strain"]):
    def offered(self) -> Self:
        """Given since both have opened something of the same, newest, assessment. Before that nobody learns of any."""
        opened = Strain.objects.filter(assessment=OuterRef("assessment"), opened_at__isnull=False)
        later = Assessment.objects.filter(couple=OuterRef("couple"), number__gt=OuterRef("assessment__number"))
        return self.sealed().filter(Exists(opened), ~Exists(later))


class Strain(Entry):
    """What one person wrote on one topic. Theirs alone until they share it and both have shared something."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="strains")
    topic = models.CharField(max_length=16)
    weight = EncryptedTextField(max_length=8, blank=True, default="")
    words = EncryptedTextField(max_length=8000, blank=True, default="")
    part = EncryptedTextField(max_length=2000, blank=True, default="")

    objects = StrainQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assessment", "author", "topic"], name="strain_once_a_topic")
        ]

    def __str__(self) -> str:
        return f"Strain {self.pk}"

    @property
    def asked(self) -> Topic:
        return asked(self.topic)

    @property
    def weight_words(self) -> str:
        return str(Weight(self.weight).label) if self.weight in Weight.values else ""

    @property
    def is_empty(self) -> bool:
        """Nothing was ever said on it. What was erased was."""
        return not (self.weight or self.words or self.part or self.erased_at)
