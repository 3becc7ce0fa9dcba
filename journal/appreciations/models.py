from typing import ClassVar

from django.db import models

from couples.vault.fields import EncryptedTextField
from journal.entries import EntryQuerySet
from journal.sending import SentEntry


class Appreciation(SentEntry):
    """Thank you for something particular. Sent, it arrives thirty seconds later, at `opened_at`."""

    TOPIC = "appreciations"

    text = EncryptedTextField(max_length=1000, default="")
    took = EncryptedTextField(max_length=500, blank=True, default="")
    did = EncryptedTextField(max_length=500, blank=True, default="")
    #: The other one said that they keep it. They say so themselves; nothing else tells that it was read.
    kept_at = models.DateTimeField(null=True, blank=True)

    objects = EntryQuerySet["Appreciation"].as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["couple", "-opened_at"], name="appreciation_by_arrival")]

    @property
    def first_words(self) -> str:
        """By which its author knows a draft again."""
        return self.text

    @property
    def words(self) -> dict[str, str]:
        return {"text": self.text, "took": self.took, "did": self.did}

    def __str__(self) -> str:
        return f"Appreciation {self.pk}"
