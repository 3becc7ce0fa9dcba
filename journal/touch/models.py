from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from couples import clock
from couples.space.models import CoupleOwned, CoupleOwnedQuerySet
from couples.vault.fields import EncryptedJSONField, EncryptedTextField
from journal.entries import PrivateToOne
from journal.touch.menu import THINGS

#: More than the fullest sheet has, in bytes.
ROOM = 16_384
LONGEST_ASK, LONGEST_WHEN, LONGEST_REPLY = 200, 80, 500


class OneSizeField(EncryptedJSONField[Any, Any]):
    """However much is in it, its bytes are as many: a stolen database does not even tell how much somebody marked."""

    def to_bytes(self, value: Any) -> bytes:
        return super().to_bytes(value).ljust(ROOM)


class Marks(PrivateToOne):
    """One person's marks, as one document (`sheet`). Both of a couple have one from the first mark of either on, so
    that no number, size or time of rows tells who marks what.
    """

    sheet = OneSizeField()

    objects = CoupleOwnedQuerySet["Marks"].as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["couple", "person"], name="marks_once")]

    def __str__(self) -> str:
        return f"Marks {self.pk}"


class Ask(CoupleOwned):
    """One asks the other whether they would be comfortable with something. Each has one at most; it fades for both.

    Answered *not now*, or left for later, it is only put away from the other's Today. The two are one in the database,
    and neither shows to who asked.
    """

    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    #: A thing of the menu, or words of their own.
    thing = EncryptedTextField(max_length=40, blank=True, default="")
    words = EncryptedTextField(max_length=LONGEST_ASK, blank=True, default="")
    when = EncryptedTextField(max_length=LONGEST_WHEN, blank=True, default="")
    #: Yes, or something else in the other's words.
    answer = EncryptedTextField(max_length=4, blank=True, default="")
    reply = EncryptedTextField(max_length=LONGEST_REPLY, blank=True, default="")
    asked_at = models.DateTimeField(default=clock.now)
    answered_at = models.DateTimeField(null=True, blank=True)
    fades_at = models.DateTimeField()
    put_away = models.BooleanField(default=False)

    objects = CoupleOwnedQuerySet["Ask"].as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["couple", "asked_by"], name="ask_once_a_direction")]

    def __str__(self) -> str:
        return f"Ask {self.pk}"

    @property
    def said(self) -> str:
        """What it asks for, as its reader's language has it."""
        return str(THINGS[self.thing].words) if self.thing in THINGS else self.words

    def is_here(self, at: datetime | None = None) -> bool:
        return self.fades_at > (at or clock.now())

    @property
    def is_open(self) -> bool:
        return self.answered_at is None and self.is_here()


class RecentAsk(CoupleOwned):
    """Until when one of them does not ask for the same thing again: a keyed digest of who, and what. It is written when
    something is asked, so it is the same whether that was answered *not now* or not at all.
    """

    digest = models.CharField(max_length=64)
    until = models.DateTimeField()

    objects = CoupleOwnedQuerySet["RecentAsk"].as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["couple", "digest"], name="recent_ask_once")]

    def __str__(self) -> str:
        return f"RecentAsk {self.pk}"
