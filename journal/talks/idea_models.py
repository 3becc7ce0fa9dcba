"""What the two could try, who wants it, and what each says about it on its day."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from couples import clock
from couples.space.models import CoupleOwned, CoupleOwnedQuerySet
from couples.vault.fields import EncryptedTextField
from journal.entries import Entry, EntryQuerySet
from journal.talks.columns import typed_by

IDEA = 400


class Idea(Entry):
    """Something small the two could try until a day. Both can read it at once; it stands while both want it."""

    talk = models.ForeignKey("journal.Talk", on_delete=models.CASCADE, related_name="ideas")
    text = EncryptedTextField(max_length=IDEA, blank=True, default="")
    until = models.DateField()
    typed_by = typed_by()
    #: The idea that this one says in new words.
    after = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    #: On its day one of them let it go, or said it in new words.
    rested_at = models.DateTimeField(null=True, blank=True)

    objects = EntryQuerySet["Idea"].as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["after"], condition=~Q(after=None), name="idea_after")]

    def __str__(self) -> str:
        return f"Idea {self.pk}"

    def stands(self) -> bool:
        """Both want it, and it has not come to rest."""
        return self.rested_at is None and self.erased_at is None and self.wants.count() > 1


class Want(CoupleOwned):
    """One of the two wants an idea. Both can see it."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="wants")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=clock.now)
    typed_by = typed_by()

    objects = CoupleOwnedQuerySet["Want"].as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["idea", "person"], name="want_once_each")]

    def __str__(self) -> str:
        return f"Want {self.pk}"


class Further(models.TextChoices):
    """How it goes on with an idea. All of them good."""

    KEEP = "keep", _("Keep it")
    CHANGE = "change", _("Change it")
    LET_GO = "go", _("Let it go")


class Look(Entry):
    """How one of the two would like it to go on with an idea, on its day. Sealed until both have said."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="looks")
    #: The day the idea was for.
    on = models.DateField()
    answer = EncryptedTextField(max_length=6, blank=True, default="")
    #: The new words of whoever would change it. Once they are an idea of their own, they stand there alone.
    text = EncryptedTextField(max_length=IDEA, blank=True, default="")
    #: The new day, as ISO 8601; a column of its own would say more than its row may.
    until = EncryptedTextField(max_length=10, blank=True, default="")

    objects = EntryQuerySet["Look"].as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["idea", "on", "author"], name="look_once_a_day")]

    def __str__(self) -> str:
        return f"Look {self.pk}"

    @property
    def new_day(self) -> date | None:
        return date.fromisoformat(self.until) if self.until else None
