from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from couples import clock
from couples.space.models import CoupleOwned, CoupleOwnedQuerySet
from couples.vault.fields import EncryptedTextField
from journal.entries import Entry, EntryQuerySet, PrivateToOne
from journal.talks.columns import typed_by
from journal.talks.idea_models import IDEA, Further, Idea, Look, Want

__all__ = [
    "GUESS",
    "IDEA",
    "STATEMENT",
    "SUBJECT",
    "UNDERSTOOD",
    "Ending",
    "Enough",
    "FirstBy",
    "Further",
    "Guess",
    "Idea",
    "Look",
    "OtherWayRound",
    "Readiness",
    "Statement",
    "StatementQuerySet",
    "Talk",
    "Understood",
    "Want",
    "When",
]

SUBJECT, STATEMENT, UNDERSTOOD, GUESS = 140, 400, 400, 200


class FirstBy(models.TextChoices):
    """Why this one speaks first."""

    COIN = "coin", _("A coin decided.")
    LAST = "last", _("Last time it was the other way round.")
    BOTH = "both", _("You both wanted it this way.")


class Ending(models.TextChoices):
    """All of them good."""

    TRY = "try", _("One small thing to try")
    UNDERSTOOD = "understood", _("Understood, and nothing to do")
    LATER = "later", _("We see it differently, and leave it for now")
    HELP = "help", _("We’d like someone with us")


class TalkQuerySet(CoupleOwnedQuerySet["Talk"]):
    def going_on(self) -> "TalkQuerySet":
        return self.filter(ended_at=None)

    def ended(self) -> "TalkQuerySet":
        return self.exclude(ended_at=None)


class Talk(CoupleOwned):
    """Two people and one subject. A couple has one talk going on at a time."""

    #: Empty once whoever chose it has erased it.
    subject = EncryptedTextField(max_length=SUBJECT, blank=True, default="")
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    begun_at = models.DateTimeField(default=clock.now)
    #: When something last changed in it that both can see, apart from what is said in listening.
    moved_at = models.DateTimeField(default=clock.now)
    #: An ended talk that this one takes up again.
    after = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    #: Each time both have said when it would suit them, the next round of asking begins.
    asked = models.PositiveSmallIntegerField(default=1)
    #: The time one of them proposed, for which both get a nudge.
    meet_at = models.DateTimeField(null=True, blank=True)
    #: Both were ready.
    ready_at = models.DateTimeField(null=True, blank=True)
    #: Who speaks now; before both are ready, who will speak first.
    speaker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    first = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    first_by = models.CharField(max_length=4, choices=FirstBy.choices)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    ending = models.CharField(max_length=10, choices=Ending.choices, blank=True, default="")
    back_on = models.DateField(null=True, blank=True)

    objects = TalkQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["couple"], condition=Q(ended_at=None), name="talk_one_going_on"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ending="") | Q(ended_at__isnull=False) & ~Q(ending=""),
                name="talk_ended_somehow",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["couple", "-moved_at"], name="talk_by_moved")]

    def __str__(self) -> str:
        return f"Talk {self.pk}"


class When(models.TextChoices):
    NOW = "now", _("Now")
    LATER = "later", _("At another time")
    NOT_TODAY = "not", _("Not today")


class Readiness(Entry):
    """When it would suit one of them, in one round of asking. Sealed until both have said."""

    talk = models.ForeignKey(Talk, on_delete=models.CASCADE, related_name="readiness")
    asked = models.PositiveSmallIntegerField()
    answer = EncryptedTextField(max_length=5, blank=True, default="")
    #: The instant proposed, as ISO 8601; a column of its own would say more than its row may.
    proposed = EncryptedTextField(max_length=40, blank=True, default="")
    typed_by = typed_by()

    objects = EntryQuerySet["Readiness"].as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["talk", "asked", "author"], name="readiness_once_a_round"),
        ]

    def __str__(self) -> str:
        return f"Readiness {self.pk}"


class OtherWayRound(PrivateToOne):
    """One of them would rather that the other one, or they themselves, spoke first. It shows once both want it."""

    talk = models.ForeignKey(Talk, on_delete=models.CASCADE, related_name="+")

    objects = CoupleOwnedQuerySet["OtherWayRound"].as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["talk", "person"], name="other_way_once_each")]

    def __str__(self) -> str:
        return f"OtherWayRound {self.pk}"


class Guess(Entry):
    """What its author thinks it is like for the other, written beforehand. It is theirs alone until they show it, and
    they can once the other has told them “yes, that’s it”. Nobody else learns that there is one.
    """

    talk = models.ForeignKey(Talk, on_delete=models.CASCADE, related_name="+")
    text = EncryptedTextField(max_length=GUESS, blank=True, default="")

    objects = EntryQuerySet["Guess"].as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["talk", "author"], name="guess_one_each")]

    def __str__(self) -> str:
        return f"Guess {self.pk}"


class StatementQuerySet(EntryQuerySet["Statement"]):
    def said(self) -> "StatementQuerySet":
        return self.exclude(place=None)


class Statement(Entry):
    """What the speaker says in one go. A draft has no place yet. Each is heard by way of listening."""

    talk = models.ForeignKey(Talk, on_delete=models.CASCADE, related_name="statements")
    place = models.PositiveSmallIntegerField(null=True, blank=True)
    text = EncryptedTextField(max_length=STATEMENT, blank=True, default="")
    typed_by = typed_by()

    objects = StatementQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["talk", "place"], name="statement_one_at_a_place"),
            models.UniqueConstraint(
                fields=["talk", "author"], condition=Q(place=None), name="statement_one_draft_each"
            ),
            models.CheckConstraint(
                condition=Q(place=None, opened_at=None) | Q(place__isnull=False, opened_at__isnull=False),
                name="statement_said_is_open",
            ),
        ]

    def __str__(self) -> str:
        return f"Statement {self.pk}"


class Understood(Entry):
    """One thing its author understood about the other one. Sealed until both have written one."""

    talk = models.ForeignKey(Talk, on_delete=models.CASCADE, related_name="understood")
    text = EncryptedTextField(max_length=UNDERSTOOD, blank=True, default="")
    typed_by = typed_by()

    objects = EntryQuerySet["Understood"].as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["talk", "author"], name="understood_one_each")]

    def __str__(self) -> str:
        return f"Understood {self.pk}"


class Enough(PrivateToOne):
    """One of them feels understood enough. Nobody else learns of it until both do; taken back, the row goes."""

    talk = models.ForeignKey(Talk, on_delete=models.CASCADE, related_name="enough")
    typed_by = typed_by()

    objects = CoupleOwnedQuerySet["Enough"].as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["talk", "person"], name="enough_once_each")]

    def __str__(self) -> str:
        return f"Enough {self.pk}"
