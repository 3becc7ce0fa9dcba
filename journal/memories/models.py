"""What one of the two remembers, and when that was: a day, or only its month or year."""

from typing import ClassVar, Self

from django.db import models

from couples.vault.fields import EncryptedTextField
from journal.entries import Entry, EntryQuerySet
from journal.memories.days import in_words
from journal.story_lines import Known


class MemoryQuerySet(EntryQuerySet["Memory"]):
    def latest_first(self) -> Self:
        """By when it was, and not by when it was written."""
        return self.order_by("-on", "-opened_at", "pk")


class Memory(Entry):
    """Its author's alone until they save it for both. From then on they change it for both."""

    #: Where it stands among others: its first day. Of a draft, the day it was begun.
    on = models.DateField()
    #: As its author chose it, like “2019”, “06” and “03”. Without a day it was some time that month, and so on.
    year = models.CharField(max_length=4, blank=True, default="")
    month = models.CharField(max_length=2, blank=True, default="")
    day = models.CharField(max_length=2, blank=True, default="")
    text = EncryptedTextField(max_length=4000, blank=True, default="")
    #: What its photograph shows, in words, for somebody who cannot see it.
    alt = EncryptedTextField(max_length=300, blank=True, default="")

    objects = MemoryQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["couple", "-on"], name="memory_by_day")]

    def __str__(self) -> str:
        return f"Memory {self.pk}"

    @property
    def known(self) -> Known:
        return Known.DAY if self.day else Known.MONTH if self.month else Known.YEAR

    @property
    def when(self) -> str:
        """As pages write it."""
        return in_words(self.on, self.known)

    @property
    def words(self) -> dict[str, str]:
        """All that somebody types or chooses of it."""
        return {"text": self.text, "year": self.year, "month": self.month, "day": self.day, "alt": self.alt}
