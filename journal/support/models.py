from typing import ClassVar

from django.db import models

from couples.vault.fields import EncryptedJSONField, EncryptedTextField
from journal.entries import Entry, EntryQuerySet


class HandoutQuerySet(EntryQuerySet["Handout"]):
    pass


class Handout(Entry):
    """What one of the two lets onto the notes they take to someone who helps. Theirs alone until both have released.

    `chosen` names things they wrote elsewhere, as `journal.own_words` knows them; `wish` is what they want help with.
    """

    wish = EncryptedTextField(max_length=2000, blank=True, default="")
    chosen = EncryptedJSONField(default=list)
    #: One of the two has printed the notes or has them as a file: from then on they cannot be called back.
    copied_at = models.DateTimeField(null=True, blank=True)

    objects = HandoutQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["couple", "author"], name="handout_once_a_person")]

    def __str__(self) -> str:
        return f"Handout {self.pk}"

    @property
    def is_empty(self) -> bool:
        return not (self.wish or self.chosen)
