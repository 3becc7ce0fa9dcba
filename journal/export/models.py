"""What one person takes along, from the moment they ask until the file is gone; and the file itself, encrypted."""

from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from couples import clock
from couples.accounts.models import Person
from couples.space.models import CoupleOwnedQuerySet
from couples.vault.fields import EncryptedBytesField
from journal.entries import PrivateToOne


class Gone(models.TextChoices):
    """Why a file can no longer be had."""

    TAKEN = "taken", "taken"
    OVER = "over", "over"  # its day was over
    REPLACED = "replaced", "replaced"  # asked for anew
    FAILED = "failed", "failed"


class ArchiveQuerySet(CoupleOwnedQuerySet["Archive"]):
    def by(self, person: Person) -> Self:
        return self.filter(person=person)

    def wanted(self) -> Self:
        return self.filter(gone_at=None)

    def unmade(self) -> Self:
        return self.wanted().filter(made_at=None)


class Archive(PrivateToOne):
    """One file to take along. Made whole before it is offered; had once, in the browser that asked, within a day."""

    LIFE = timedelta(days=1)

    asked_at = models.DateTimeField(default=clock.now)
    #: The digest by which the session that asked is found (couples/accounts/sessions.py).
    session_key = models.CharField(max_length=64)
    #: How much of it has been written, of how much.
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    #: Counted before the work: one that kills its worker ends after a few (C5). Whoever counted last may write.
    attempts = models.PositiveSmallIntegerField(default=0)
    #: How often it was begun anew because something in it was erased meanwhile. Such a try counts for nothing.
    anew = models.PositiveSmallIntegerField(default=0, db_default=0)
    leased_until = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(null=True, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    gone_at = models.DateTimeField(null=True, blank=True)
    gone_why = models.CharField(max_length=8, choices=Gone.choices, blank=True, default="")

    objects = ArchiveQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person"], condition=Q(gone_at=None), name="archive_one_a_person"),
            models.CheckConstraint(
                condition=Q(gone_at=None, gone_why="") | Q(gone_at__isnull=False) & ~Q(gone_why=""),
                name="archive_gone_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"Archive {self.pk}"

    @property
    def until(self) -> datetime | None:
        """The end of its day."""
        return self.made_at + self.LIFE if self.made_at else None

    @property
    def is_over(self) -> bool:
        return self.until is not None and self.until <= clock.now()


class ArchivePart(PrivateToOne):
    """A piece of the file, in the order of `number`. Its id is made of that, so pieces cannot change places unseen."""

    archive = models.ForeignKey(Archive, on_delete=models.CASCADE, related_name="+", db_index=False)
    attempt = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    content = EncryptedBytesField()

    objects = CoupleOwnedQuerySet["ArchivePart"].as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["archive", "attempt", "number"], name="archive_part_once"),
        ]

    def __str__(self) -> str:
        return f"ArchivePart {self.pk}"
