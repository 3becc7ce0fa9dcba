import uuid
from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from couples import clock
from couples.vault.fields import EncryptedJSONField
from couples.vault.holders import Holder
from couples.vault.querysets import VaultQuerySet

MAX_ATTEMPTS = 5


class State(models.TextChoices):
    PENDING = "pending", _("waiting to be sent")
    SENT = "sent", _("sent")
    MISSED = "missed", _("too late to be of use")
    CANCELLED = "cancelled", _("no longer wanted")
    FAILED = "failed", _("refused by the mail server")
    DEAD = "dead", _("given up after an error of ours")


class Channel(models.TextChoices):
    MAIL = "mail", _("mail")
    PUSH = "push", _("notification on a device")


class MessageQuerySet(VaultQuerySet["Message"]):
    def due(self) -> Self:
        """Pending, its time has come, and nobody holds an unexpired lease on it."""
        return self.free().filter(next_try_at__lte=clock.now())

    def free(self) -> Self:
        """Pending, and nobody holds an unexpired lease on it."""
        return self.filter(Q(leased_until=None) | Q(leased_until__lte=clock.now()), state=State.PENDING)


class Message(models.Model):
    """One thing to leave over one channel: written in the transaction that caused it, so neither is without the other.

    It says what kind and about which row, never a partner's words. `params` is for what only this mail carries, such as
    a sign-in code: encrypted, and wiped once the mail has gone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=32)
    #: Each channel has a row of its own, and so its own tries: a phone that is off holds up no mail.
    channel = models.CharField(max_length=4, choices=Channel.choices, default=Channel.MAIL, db_default=Channel.MAIL)
    #: Found by the constraint's index, which begins with it: each index of its own is one more to be written to.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    #: Where to, when it is not the person's own address: an invitation, or an address without an account.
    address = models.EmailField(max_length=254, blank=True, default="")
    #: The language of a mail to an address without an account; a person's own is asked for when it is sent.
    locale = models.CharField(max_length=16, blank=True, default="", db_default="")
    #: What makes it one message and not two, for example a ritual's id and local date (E9).
    occurrence = models.CharField(max_length=80)
    about = models.UUIDField(null=True, blank=True)
    params = EncryptedJSONField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    created_at = models.DateTimeField(default=clock.now)
    due_at = models.DateTimeField(default=clock.now)
    #: After this it is missed, never sent late (E7). Null: it may always still be of use.
    expires_at = models.DateTimeField(null=True, blank=True)
    next_try_at = models.DateTimeField(default=clock.now)
    leased_until = models.DateTimeField(null=True, blank=True)
    #: The database's own number of the connection that holds the lease (queue/orphans.py).
    leased_by = models.IntegerField(null=True, blank=True)
    #: Counted before the work begins, so that a row that kills its worker is counted too (C5). The fence of a lease.
    attempts = models.PositiveSmallIntegerField(default=0)
    #: Tries that ended at the mail server: they decide how long to wait, and never make the row dead, as our errors do.
    refusals = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    #: The mail it was first tried in: the id of the row that mail is named after, when several leave as one letter.
    #: Tried again, it is the same mail with the same rows (E9).
    letter = models.UUIDField(null=True, blank=True)
    #: What went wrong last, as a mail status or an exception's name; never an address or a text.
    error = models.CharField(max_length=64, blank=True, default="")

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "occurrence", "channel"], name="message_once_a_channel"),
            models.UniqueConstraint(
                fields=["kind", "address", "occurrence"], condition=Q(person=None), name="message_once_an_address"
            ),
            models.CheckConstraint(condition=Q(person__isnull=False) | ~Q(address=""), name="message_goes_somewhere"),
        ]
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(state="pending"), name="message_due"),
            models.Index(fields=["person"], condition=Q(state="pending"), name="message_waiting"),
            # What the operator looks at: few among millions that were sent.
            models.Index(
                fields=["state", "due_at"],
                condition=Q(state__in=["missed", "failed", "dead"]),
                name="message_ended_badly",
            ),
            # What may be forgotten, the oldest first (queue/forgetting.py).
            models.Index(fields=["due_at"], condition=~Q(state="pending"), name="message_over"),
            models.Index(fields=["error"], condition=Q(state="pending") & ~Q(error=""), name="message_troubled"),
        ]

    def __str__(self) -> str:
        return f"Message {self.pk} ({self.kind})"

    def vault_holder(self) -> Holder:
        return Holder.person(self.person_id) if self.person_id else Holder.house()

    @property
    def on(self) -> date:
        """The local date its occurrence ends with, for kinds that name one so (`ritual:2026-11-26`)."""
        return date.fromisoformat(self.occurrence.rpartition(":")[2])

    @property
    def to(self) -> str:
        return self.address or (self.person.email if self.person else "")


class LastLetter(models.Model):
    """The letter that has one person's mailbox: no two leave within a quarter of an hour, whoever sends them.

    Claimed in the statement that leases a letter's rows, so that two workers cannot both find it free. It says when we
    wrote, nothing of when anybody read.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    #: `Message.letter` of the last one; the same letter may be tried again at once.
    letter = models.UUIDField()
    at = models.DateTimeField(null=True, blank=True)
    #: The local date of the last one that a partner caused (P8).
    partner_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"LastLetter {self.pk}"


class Mute(models.Model):
    """One person wants no more of one kind over one channel. The row goes when they want it again."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=32)
    channel = models.CharField(max_length=4, choices=Channel.choices, default=Channel.MAIL, db_default=Channel.MAIL)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind", "channel"], name="mute_once")]

    def __str__(self) -> str:
        return f"Mute {self.pk}"


class Suppression(models.Model):
    """An address that does not exist, as its own server or our mail provider said: nothing more is sent there."""

    address = models.EmailField(max_length=254)
    reason = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(Lower("address"), name="suppression_once")]

    def __str__(self) -> str:
        return f"Suppression {self.pk}"


class MailReport(models.Model):
    """Something the mail provider told us of, taken in once however often and in whatever order it is told.

    The rows stay: what was taken in long ago must not count again when somebody sends it again.
    """

    class What(models.TextChoices):
        UNREACHABLE = "unreachable", _("the mailbox does not exist")
        COMPLAINT = "complaint", _("marked as unwanted")
        UNSUBSCRIBED = "unsubscribed", _("asked to stop")

    #: Of the event, keyed: it names no address.
    digest = models.CharField(max_length=64, primary_key=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    what = models.CharField(max_length=12, choices=What.choices)
    #: The mutes it made carry the same instant.
    created_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"MailReport {self.pk}"
