import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from couples import clock
from couples.vault.fields import EncryptedField, EncryptedTextField
from couples.vault.holders import Holder
from couples.vault.querysets import VaultQuerySet

if TYPE_CHECKING:
    from couples.accounts.models import Person

INVITATION_LIFE = timedelta(days=7)


class Couple(models.Model):
    """Exactly two people, or one who is still waiting for the other. Closed when one of them leaves: from then on it is
    read and never written to.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    #: What the first one calls the other until they join and say their own name.
    called = EncryptedTextField(max_length=40, blank=True, default="")
    created_at = models.DateTimeField(default=clock.now)
    #: One of the two has left. Asked under the couple's lock by whatever writes (couples/space/lock.py).
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = VaultQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Couple {self.pk}"

    @property
    def couple_id(self) -> uuid.UUID:
        return self.pk

    def vault_holder(self) -> Holder:
        return Holder.couple(self.pk)


class Slot(models.IntegerChoices):
    """Which of the two: it gives a person their hue and shape, and keeps a third person out."""

    A = 1, _("circle")
    B = 2, _("diamond")


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self) -> Self:
        return self.filter(left_at=None)

    def past(self) -> Self:
        """The spaces somebody was in, the last one first."""
        return self.filter(left_at__isnull=False).order_by("-left_at", "-joined_at", "pk")


class Membership(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    couple = models.ForeignKey(Couple, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    slot = models.PositiveSmallIntegerField(choices=Slot.choices)
    joined_at = models.DateTimeField(default=clock.now)
    #: From then on no longer in it. The same instant for both, whichever of them leaves.
    left_at = models.DateTimeField(null=True, blank=True)
    #: Since when this one knows: they left themselves, or have read the page that says that the other did.
    told_at = models.DateTimeField(null=True, blank=True)
    #: Their name as the couple closed. What they call themselves afterwards is no longer the other one's to know.
    name_then = models.CharField(max_length=40, blank=True, db_default="")

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["couple", "slot"], name="couple_has_two_places"),
            models.CheckConstraint(condition=Q(slot__in=Slot.values), name="membership_slot_is_a_or_b"),
            models.UniqueConstraint(fields=["person"], condition=Q(left_at=None), name="person_in_one_couple"),
            models.UniqueConstraint(fields=["couple", "person"], name="membership_once"),
        ]

    def __str__(self) -> str:
        return f"Membership {self.pk}"

    @property
    def is_untold(self) -> bool:
        """The other one has left, and this one has not read so yet."""
        return self.told_at is None and self.couple.closed_at is not None

    @property
    def name(self) -> str:
        return self.name_then or self.person.name

    @property
    def hue(self) -> str:
        return "a" if self.slot == Slot.A else "b"


class CoupleOwned(models.Model):
    """What belongs to one couple. Intimate text lives only on these, encrypted with the couple's key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    couple = models.ForeignKey(Couple, on_delete=models.CASCADE, related_name="+")

    class Meta:
        abstract = True

    def vault_holder(self) -> Holder:
        return Holder.couple(self.couple_id)

    def empty(self) -> None:
        """Take out every word. The row stays, and is still to be saved (couples/erasing/eraser.py)."""
        for column in self._meta.concrete_fields:
            if isinstance(column, EncryptedField):
                has_own = column.null or column.has_default()
                setattr(self, column.attname, column.get_default() if has_own else column.empty_values[-1])


M = TypeVar("M", bound=models.Model, covariant=True)


class CoupleOwnedQuerySet(VaultQuerySet[M]):
    def for_couple(self, couple: Couple) -> Self:
        return self.filter(couple=couple)


class InvitationQuerySet(CoupleOwnedQuerySet["Invitation"]):
    def sent(self) -> Self:
        """What the inviter sees as sent. A declined one stands like any other until its day: nobody is told of a no."""
        return self.filter(accepted_at=None, revoked_at=None)

    def open(self) -> Self:
        """Those somebody could still accept."""
        return self.sent().filter(declined_at=None, expires_at__gt=clock.now())


def _invitation_end() -> datetime:
    return clock.now() + INVITATION_LIFE


class Invitation(CoupleOwned):
    """A way into a couple for one address (S11). Used, declined, revoked, expired and never existed look the same
    from outside.

    The token is found by its keyed digest alone. Its text is kept under the couple's key until it is used or taken
    back, so that the inviter can copy the link again and a retried mail carries the same one.
    """

    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    email = models.EmailField(max_length=254)
    #: The language of its mail and of its page, until whoever opens it chooses another.
    locale = models.CharField(max_length=16, default="en", db_default="en")
    token = EncryptedTextField(max_length=64, blank=True, default="")
    token_digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField(default=_invitation_end)
    accepted_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["couple"],
                condition=Q(accepted_at=None, revoked_at=None),
                name="invitation_one_standing",
            )
        ]

    def __str__(self) -> str:
        return f"Invitation {self.pk}"


class InvitationRefusal(models.Model):
    """Somebody asked that no invitation be mailed to them again. Only a keyed digest of the address is kept."""

    address_digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"InvitationRefusal {self.pk}"


def partner_of(person: "Person", memberships: "list[Membership]") -> "Person | None":
    return next((m.person for m in memberships if m.person_id != person.pk and m.left_at is None), None)
