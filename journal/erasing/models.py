"""One thing that somebody has just erased, for as long as they can undo it."""

from datetime import datetime, timedelta
from math import ceil
from typing import ClassVar

from django.db import models

from couples import clock
from couples.space.models import CoupleOwnedQuerySet
from couples.vault.fields import EncryptedJSONField
from journal.entries import PrivateToOne
from journal.sending import UNDO


class JustErased(PrivateToOne):
    """The rows it was in are without it already. What they said is kept here with its author's own key until then."""

    LIFE: ClassVar[timedelta] = UNDO

    #: The practice, and the kind of its words.
    practice = models.CharField(max_length=20)
    kind = models.CharField(max_length=20)
    at = models.DateTimeField(default=clock.now, db_index=True)
    #: Whether the other one could read it.
    was_open = models.BooleanField()
    #: Each row as it was, with all its columns.
    kept = EncryptedJSONField(default=list)
    #: [table, id, how] of each: what the ledger keeps (couples/erasing/ledger.py).
    touched = models.JSONField(default=list)

    objects = CoupleOwnedQuerySet["JustErased"].as_manager()

    def __str__(self) -> str:
        return f"JustErased {self.pk}"

    @property
    def seconds_left(self) -> int:
        """For the page that offers to undo it."""
        return max(1, ceil((self.until - clock.now()).total_seconds()))

    @property
    def until(self) -> datetime:
        return self.at + self.LIFE
