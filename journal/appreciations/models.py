from datetime import timedelta
from math import ceil

from django.db import models

from couples import clock
from couples.vault.fields import EncryptedTextField
from journal.entries import Entry, EntryQuerySet


class AppreciationQuerySet(EntryQuerySet["Appreciation"]):
    pass


class Appreciation(Entry):
    """Thank you for something particular. Sent, it arrives thirty seconds later, at `opened_at`."""

    text = EncryptedTextField(max_length=1000, default="")
    took = EncryptedTextField(max_length=500, blank=True, default="")
    did = EncryptedTextField(max_length=500, blank=True, default="")
    #: The other one said that they keep it. They say so themselves; nothing else tells that it was read.
    kept_at = models.DateTimeField(null=True, blank=True)

    objects = AppreciationQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["couple", "-opened_at"], name="appreciation_by_arrival")]

    @property
    def seconds_left(self) -> int:
        """How long the offer to take it back still stands, for the page that makes it."""
        left = self.opened_at - clock.now() if self.opened_at else timedelta(0)
        return max(1, ceil(left.total_seconds()))

    @property
    def words(self) -> dict[str, str]:
        return {"text": self.text, "took": self.took, "did": self.did}

    def __str__(self) -> str:
        return f"Appreciation {self.pk}"
