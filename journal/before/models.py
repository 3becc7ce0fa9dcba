from typing import Any, ClassVar, Self

from django.db import models

from couples.accounts.models import Person
from couples.space.models import Couple, CoupleOwnedQuerySet
from couples.vault.fields import EncryptedJSONField
from journal.entries import PrivateToOne


class ComingAlongQuerySet(CoupleOwnedQuerySet["ComingAlong"]):
    def by(self, person: Person) -> Self:
        return self.filter(person=person)


class ComingAlong(PrivateToOne):
    """What one person would have come along into this couple, from one that the same two were in before.

    A list of practices, encrypted for its person. There is no other answer in it: a practice that is missing was not
    chosen, and the row does not know whether it was ever looked at. The row by itself says that Today has told them.
    """

    before = models.ForeignKey(Couple, on_delete=models.CASCADE, related_name="+")
    practices: Any = EncryptedJSONField()

    objects = ComingAlongQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["couple", "person", "before"], name="coming_along_once"),
        ]

    def __str__(self) -> str:
        return f"ComingAlong {self.pk}"
