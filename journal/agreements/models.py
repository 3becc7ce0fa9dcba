from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from couples import clock
from couples.space.models import CoupleOwned, CoupleOwnedQuerySet
from couples.vault.fields import EncryptedJSONField, EncryptedTextField

MOST_CHARACTERS = 2_000
MOST_LINES = 100


class Agreement(CoupleOwned):
    """A couple's guidelines as one thing. Its row is the lock for every change; `rev` counts the draft's changes."""

    rev = models.PositiveIntegerField(default=0)
    #: As its couple's (couples/space/lock.py): whoever holds this row does not hold the couple's.
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = CoupleOwnedQuerySet["Agreement"].as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["couple"], name="agreement_one_a_couple")]

    def __str__(self) -> str:
        return f"Agreement {self.pk}"


class GuidelineQuerySet(CoupleOwnedQuerySet["Guideline"]):
    def in_draft(self) -> Self:
        """Lines that nobody took away."""
        return self.filter(removed_at=None)

    def in_order(self) -> Self:
        return self.order_by("position", "added_at", "id")


class Guideline(CoupleOwned):
    """One line of the draft. Taken away, it keeps its words and its place, so that it can come back."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField()
    text = EncryptedTextField(max_length=MOST_CHARACTERS)
    rev = models.PositiveIntegerField(default=1)
    added_at = models.DateTimeField(default=clock.now)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: From here on it has no words: taken away, both signed without it, and long ago.
    forgotten_at = models.DateTimeField(null=True, blank=True)

    objects = GuidelineQuerySet.as_manager()

    def empty(self) -> None:
        super().empty()
        self.forgotten_at = clock.now()
        self.removed_at = self.removed_at or self.forgotten_at

    def __str__(self) -> str:
        return f"Guideline {self.pk}"


class Choice(models.TextChoices):
    """How an overlap was settled. `LATER` are the words saved second, `EARLIER` those that stood already."""

    LATER = "later", _("the later words")
    EARLIER = "earlier", _("the earlier words")
    BOTH = "both", _("both")
    THIRD = "third", _("words of their own")
    WRITTEN_ON = "written-on", _("they wrote on, and it merged")


class Revision(CoupleOwned):
    """What a line became by one saving. `sent` is what was typed, where merging made something else of it."""

    line = models.ForeignKey(Guideline, on_delete=models.CASCADE, related_name="revisions")
    rev = models.PositiveIntegerField()
    text = EncryptedTextField(max_length=MOST_CHARACTERS)
    sent = EncryptedTextField(max_length=MOST_CHARACTERS, null=True, blank=True)
    #: Whose words they are: whoever saved them, or wrote what somebody chose. Nobody's alone where both were kept.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    #: Who chose them between two wordings, and how.
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    choice = models.CharField(max_length=12, choices=Choice.choices, blank=True, default="")
    op_id = models.UUIDField()
    at = models.DateTimeField(default=clock.now)

    objects = CoupleOwnedQuerySet["Revision"].as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["line", "rev"], name="revision_once_a_line"),
            models.UniqueConstraint(fields=["couple", "op_id"], name="revision_once_an_operation"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["chosen_by"], name="revision_chosen", condition=Q(chosen_by__isnull=False))
        ]

    def __str__(self) -> str:
        return f"Revision {self.pk}"


class OverlapQuerySet(CoupleOwnedQuerySet["Overlap"]):
    def open(self) -> Self:
        return self.filter(settled_at=None)


class Overlap(CoupleOwned):
    """Both changed the same words of a line. `mine` waits here, whole, until one of the two has chosen, and stays."""

    line = models.ForeignKey(Guideline, on_delete=models.CASCADE, related_name="overlaps")
    base = EncryptedTextField(max_length=MOST_CHARACTERS)
    mine = EncryptedTextField(max_length=MOST_CHARACTERS)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    op_id = models.UUIDField()
    at = models.DateTimeField(default=clock.now)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    choice = models.CharField(max_length=12, choices=Choice.choices, blank=True, default="")
    #: Two sentences, each chosen by somebody: between them, and never to be merged.
    whole = models.BooleanField(default=False)

    objects = OverlapQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["couple", "op_id"], name="overlap_once_an_operation")]

    def __str__(self) -> str:
        return f"Overlap {self.pk}"


class Written(CoupleOwned):
    """A row that is written once: nobody can be told later that it said something else (P6)."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError(f"{type(self).__name__} is never changed")
        super().save(*args, **kwargs)


class SignedVersionQuerySet(CoupleOwnedQuerySet["SignedVersion"]):
    def been_in_force(self) -> Self:
        return self.filter(in_force_at__isnull=False)

    def with_ended(self) -> Self:
        """Says of each whether somebody has taken their signature back since (`ended`)."""
        return self.annotate(ended=Exists(Withdrawal.objects.filter(version=OuterRef("pk"))))


class SignedVersion(Written):
    """The exact text that one or both have signed. In force once both have, until either takes their signature back."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    text = EncryptedTextField()
    lines = EncryptedJSONField()
    #: The draft's `rev` when it was signed: as long as it is the same, the draft says this.
    draft_rev = models.PositiveIntegerField()
    created_at = models.DateTimeField(default=clock.now)
    in_force_at = models.DateTimeField(null=True, blank=True)

    objects = SignedVersionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["agreement", "number"], name="version_number_once")]

    def __str__(self) -> str:
        return f"SignedVersion {self.pk}"


class Signature(Written):
    version = models.ForeignKey(SignedVersion, on_delete=models.CASCADE, related_name="signatures")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    name = EncryptedTextField(max_length=80)
    signed_at = models.DateTimeField(default=clock.now)

    objects = CoupleOwnedQuerySet["Signature"].as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["version", "person"], name="signature_once")]

    def __str__(self) -> str:
        return f"Signature {self.pk}"


class Withdrawal(Written):
    """Somebody took their signature back. No reason is asked for, and there is no place to keep one."""

    version = models.ForeignKey(SignedVersion, on_delete=models.CASCADE, related_name="withdrawals")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    withdrawn_at = models.DateTimeField(default=clock.now)

    objects = CoupleOwnedQuerySet["Withdrawal"].as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["version", "person"], name="withdrawal_once")]

    def __str__(self) -> str:
        return f"Withdrawal {self.pk}"


class Review(CoupleOwned):
    """The day on which both look at a version again. It reminds; the version stays in force whatever happens."""

    version = models.OneToOneField(SignedVersion, on_delete=models.CASCADE, related_name="review")
    on = models.DateField()
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    set_at = models.DateTimeField(default=clock.now)

    objects = CoupleOwnedQuerySet["Review"].as_manager()

    def __str__(self) -> str:
        return f"Review {self.pk}"
