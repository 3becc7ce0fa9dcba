import uuid
from typing import ClassVar

from django.db import models

from couples import clock


class What(models.TextChoices):
    """What a line of the ledger is about. These words stand in files for years, so they never change."""

    ROW = "row", "row"
    WORDS = "words", "words"  # everything one person had written
    PERSON = "person", "person"
    COUPLE = "couple", "couple"
    LEFT = "left", "left"  # of: the membership of whoever left


class LedgerLine(models.Model):
    """An erasure that nobody can undo, or a leaving. The same line stands in a file that no restored backup overwrites.

    It says of what and when, and nothing that was in it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    what = models.CharField(max_length=8, choices=What.choices)
    #: The id of the row, the person, the couple or the membership.
    of = models.UUIDField()
    #: Of a row: its model, and how it was erased (couples/erasing/eraser.py).
    model = models.CharField(max_length=80, blank=True, default="")
    how = models.CharField(max_length=8, blank=True, default="")
    #: The data key that was destroyed with it.
    key = models.UUIDField(null=True, blank=True)
    at = models.DateTimeField(default=clock.now)
    #: Since when it is in the file, and on its disk.
    noted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["at"], condition=models.Q(noted_at=None), name="ledger_line_to_note"),
        ]

    def __str__(self) -> str:
        return f"LedgerLine {self.pk}"
