"""What one of the two remembers, and when that was: a day, or only its month or year."""

from typing import ClassVar, Self

from django.db import models

from couples.accounts.models import Person
from couples.space.models import CoupleOwned, CoupleOwnedQuerySet, Membership
from couples.vault.fields import EncryptedBytesField, EncryptedTextField
from couples.vault.holders import Holder
from journal.entries import Entry, EntryQuerySet
from journal.memories.days import in_words
from journal.story_lines import Known


class MemoryQuerySet(EntryQuerySet["Memory"]):
    def latest_first(self) -> Self:
        """By when it was, and not by when it was written."""
        return self.order_by("-on", "-opened_at", "pk")

    def with_photographs(self) -> Self:
        """Whether there is one, and how large, without what it shows."""
        return self.select_related("photograph").defer("photograph__whole", "photograph__small")


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
    def first_words(self) -> str:
        """By which its author knows a draft again."""
        return self.text

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

    @property
    def shown(self) -> "Photograph | None":
        """Asks the database, unless the query was `with_photographs`."""
        return getattr(self, "photograph", None)


class PhotographQuerySet(CoupleOwnedQuerySet["Photograph"]):
    def visible_to(self, person: Person) -> Self:
        """With one's own memory, and with what was opened to both: also of a space that is closed, which each keeps."""
        spaces = Membership.objects.filter(person=person).values("couple_id")
        readable = Memory.objects.filter(couple__in=spaces).visible_to(person)
        return self.filter(memory__in=readable.not_erased().values("pk"))


class Photograph(CoupleOwned):
    """Of one memory, and as much its author's or both's as that is. In a table of its own: no list brings it along."""

    memory = models.OneToOneField(Memory, on_delete=models.CASCADE, related_name="photograph")
    #: JPEGs of ours (journal/memories/decoder.py): for a whole screen, and for a page.
    whole = EncryptedBytesField()
    small = EncryptedBytesField()
    #: Of the first, in points. The other has the same shape.
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()

    objects = PhotographQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Photograph {self.pk}"

    def vault_holder(self) -> Holder:
        return self.memory.vault_holder()
