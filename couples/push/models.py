import uuid
from hashlib import sha256
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from couples import clock
from couples.accounts.models import Session
from couples.push import vapid
from couples.push.user_agents import Browser, System
from couples.vault.fields import EncryptedJSONField
from couples.vault.holders import Holder
from couples.vault.querysets import VaultQuerySet


class DeviceQuerySet(VaultQuerySet["Device"]):
    def signed_in(self) -> Self:
        """Where the session it was switched on in still lives: who is signed out is told nothing (S8)."""
        living = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=clock.now())
        return self.filter(Exists(living))

    def bound_to_us(self) -> Self:
        """Not made for another key than this server has now: its service would refuse whatever we send (RFC 8292)."""
        return self.filter(key__in=["", vapid.key_id()])


class Device(models.Model):
    """A browser somebody asked to be told through. Its address and keys (RFC 8030, 8291) are encrypted as theirs alone.

    No place, no last time it was seen: only the coarse name it gave itself when it was switched on.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    #: As in `Session`: the digest of its key.
    session_key = models.CharField(max_length=64, db_index=True)
    #: A keyed digest of the address: how a browser that comes back finds its row.
    digest = models.CharField(max_length=64, unique=True)
    #: `endpoint`, `p256dh` and `auth`, as the browser gave them.
    subscription = EncryptedJSONField()
    browser = models.CharField(max_length=8, choices=Browser.choices)
    system = models.CharField(max_length=8, choices=System.choices)
    created_at = models.DateTimeField(default=clock.now)
    #: The message this device took last: one that is tried again for another device is not shown twice here.
    took = models.UUIDField(null=True, blank=True)
    #: Which key of this server its address is bound to (`vapid.key_id`); empty in rows from before it was kept.
    key = models.CharField(max_length=16, blank=True, default="", db_default="")
    #: The status with which its service last refused what others would have taken; none since it took something.
    refused = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = DeviceQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Device {self.pk}"

    def vault_holder(self) -> Holder:
        return Holder.person(self.person_id)

    @property
    def is_lost(self) -> bool:
        """Whether nothing reaches it, though the browser may still think so: it is to be switched on once more."""
        return self.refused is not None or self.key not in {"", vapid.key_id()}

    @property
    def address_digest(self) -> str:
        """By which the browser finds itself on its person's own page: SHA-256, as it can work out by itself."""
        return sha256(str(self.subscription["endpoint"]).encode()).hexdigest()

    @property
    def name(self) -> str:
        if self.system == System.OTHER:
            return self.get_browser_display()
        return _("%(browser)s on %(system)s") % {
            "browser": self.get_browser_display(),
            "system": self.get_system_display(),
        }
