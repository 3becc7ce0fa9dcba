"""What one person brought along from another space: theirs alone, whichever couple they are in."""

import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models

from couples.accounts.models import Person
from couples.vault.fields import EncryptedJSONField
from couples.vault.holders import Holder
from couples.vault.querysets import VaultQuerySet


class BroughtRecordQuerySet(VaultQuerySet["BroughtRecord"]):
    def by(self, person: Person) -> Self:
        return self.filter(person=person)

    def in_order(self) -> Self:
        return self.order_by("at", "id")


class BroughtRecord(models.Model):
    """A record of an archive that was read back.

    It belongs to its person and to no couple: neither leaving nor the other can take it away, and its key is the
    person's, so it ends with that (K7). Nobody else is ever shown it.
    """

    #: Made of the person and the record's name, so that the same record is here once, and nobody else's can be met.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    practice = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    #: When it was written, as its practice says it; by this they stand in order.
    at = models.DateTimeField(null=True)
    #: When the file was made. Of two files, what the later one says counts.
    file_made_at = models.DateTimeField()
    content: Any = EncryptedJSONField()

    objects = BroughtRecordQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "practice", "kind", "at"], name="brought_in_order")]

    def __str__(self) -> str:
        return f"BroughtRecord {self.pk}"

    def vault_holder(self) -> Holder:
        return Holder.person(self.person_id)
