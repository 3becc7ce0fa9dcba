from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from couples.vault.fields import EncryptedJSONField, EncryptedTextField
from journal.entries import Entry, EntryQuerySet


class Energy(models.TextChoices):
    PLENTY = "plenty", _("Plenty")
    SOME = "some", _("Some")
    LITTLE = "little", _("A little")
    NONE = "none", _("None left")


class CheckIn(Entry):
    """How one person arrived on one evening, by their own calendar. Two of the same date belong together."""

    on = models.DateField()
    energy = EncryptedTextField(max_length=16, blank=True, default="")
    feelings = EncryptedJSONField(blank=True, default=list)
    #: Empty in rows from before it was asked.
    body = EncryptedJSONField(null=True, blank=True)
    line = EncryptedTextField(max_length=1000, blank=True, default="")
    ahead = EncryptedTextField(max_length=1000, blank=True, default="")
    #: They take this evening off. No reason is asked, and what they had begun stays theirs.
    passed_at = models.DateTimeField(null=True, blank=True)

    objects = EntryQuerySet["CheckIn"].as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["couple", "author", "on"], name="checkin_once_a_date"),
        ]

    def __str__(self) -> str:
        return f"CheckIn {self.pk}"

    @property
    def is_empty(self) -> bool:
        return not (self.energy or self.feelings or self.body or self.line or self.ahead)

    @property
    def energy_words(self) -> str:
        return str(Energy(self.energy).label) if self.energy in Energy.values else ""
