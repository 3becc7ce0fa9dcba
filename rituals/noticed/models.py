"""A line that one of the two wrote about a time for each other."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models

from couples import clock
from couples.accounts.models import Person
from couples.space.models import CoupleOwned, CoupleOwnedQuerySet
from couples.vault.fields import EncryptedTextField


class NoticedQuerySet(CoupleOwnedQuerySet["Noticed"]):
    def kept(self) -> Self:
        return self.filter(removed_at=None)

    def by(self, person: Person) -> Self:
        return self.filter(author=person)


class Noticed(CoupleOwned):
    """What one of the two noticed at a time for each other. Both read it at once."""

    ritual = models.ForeignKey("rituals.Ritual", on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    #: The author's own date.
    on = models.DateField()
    words = EncryptedTextField(max_length=1000)
    created_at = models.DateTimeField(default=clock.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = NoticedQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["ritual", "-on"], name="noticed_by_date")]

    def __str__(self) -> str:
        return f"Noticed {self.pk}"
