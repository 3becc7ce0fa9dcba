from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from couples import clock
from couples.space.models import CoupleOwned, CoupleOwnedQuerySet
from couples.vault.fields import EncryptedTextField
from journal.entries import Entry, EntryQuerySet
from journal.listening.steps import Step

STEPS = [(step.value, step.value) for step in Step]


class HearingQuerySet(CoupleOwnedQuerySet["Hearing"]):
    def begun(self) -> "HearingQuerySet":
        """Those both know of. One in which only drafts exist is nobody's business but their author's."""
        return self.filter(moved_at__lte=clock.now())


class Hearing(CoupleOwned):
    """One person listening to one thing the other wrote. It names the thing as practices do: by kind and id."""

    kind = models.CharField(max_length=20)
    entry_id = models.UUIDField()
    speaker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    listener = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    #: When something last became readable to both in it: the thing was offered, or something was said.
    moved_at = models.DateTimeField(null=True, blank=True)
    #: Either may leave it there, and only they take it up again.
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    #: The listener does not want to be shown it on Today. The speaker never learns of it.
    aside_at = models.DateTimeField(null=True, blank=True)

    objects = HearingQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["couple", "kind", "entry_id"], name="hearing_once_an_entry"),
        ]
        indexes: ClassVar = [models.Index(fields=["couple", "-moved_at"], name="hearing_by_moved")]

    def __str__(self) -> str:
        return f"Hearing {self.pk}"


class TurnQuerySet(EntryQuerySet["Turn"]):
    def said(self) -> "TurnQuerySet":
        return self.exclude(place=None)


class Turn(Entry):
    """One thing said in a hearing. A draft has no place yet; what is said takes the next one, once."""

    hearing = models.ForeignKey(Hearing, on_delete=models.CASCADE, related_name="turns")
    step = models.CharField(max_length=10, choices=STEPS)
    place = models.PositiveSmallIntegerField(null=True, blank=True)
    text = EncryptedTextField(max_length=4000, blank=True, default="")
    #: Side by side on one phone: whose. Both are told, and the author can say it otherwise from their own.
    typed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )

    objects = TurnQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["hearing", "place"], name="turn_one_at_a_place"),
            models.UniqueConstraint(
                fields=["hearing", "author", "step"], condition=Q(place=None), name="turn_one_draft_a_step"
            ),
            models.CheckConstraint(
                condition=Q(place=None, opened_at=None) | Q(place__isnull=False, opened_at__isnull=False),
                name="turn_said_is_open",
            ),
        ]

    def __str__(self) -> str:
        return f"Turn {self.pk}"
