from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from couples import clock
from couples.space.models import CoupleOwned, CoupleOwnedQuerySet
from couples.vault.fields import EncryptedTextField
from journal.depth import DepthPreference
from journal.entries import Entry, EntryQuerySet, PrivateToOne
from journal.questions import choose, deck

LONGEST_QUESTION = 300
LONGEST_ANSWER = 8000


class OwnQuestionQuerySet(CoupleOwnedQuerySet["OwnQuestion"]):
    def not_retired(self) -> "OwnQuestionQuerySet":
        return self.filter(retired_at=None)


class OwnQuestion(CoupleOwned):
    """A question the two have added. Both can read it, and it gets its day among the others."""

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    text = EncryptedTextField(max_length=LONGEST_QUESTION)
    created_at = models.DateTimeField(default=clock.now)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = OwnQuestionQuerySet.as_manager()

    def __str__(self) -> str:
        return f"OwnQuestion {self.pk}"


class Prompt(CoupleOwned):
    """A question put before the two: to both for a date, or by one to the other, to be answered whenever.

    It keeps the key of the deck's question, or the words of their own.
    """

    key = models.CharField(max_length=40, blank=True, default="")
    text = EncryptedTextField(max_length=LONGEST_QUESTION, null=True, blank=True)
    own = models.ForeignKey(OwnQuestion, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    on = models.DateField(null=True, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=clock.now)
    #: Taken back by the one who asked. What the other had begun to write stays theirs.
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = CoupleOwnedQuerySet["Prompt"].as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["couple", "on"], name="prompt_once_a_date"),
            models.CheckConstraint(
                condition=Q(on=None, asked_by__isnull=False) | Q(on__isnull=False, asked_by=None),
                name="prompt_for_a_date_or_asked",
            ),
        ]

    def __str__(self) -> str:
        return f"Prompt {self.pk}"

    def empty(self) -> None:
        super().empty()
        self.key, self.own = "", None
        if self.asked_by_id:
            self.withdrawn_at = self.withdrawn_at or clock.now()

    @property
    def question(self) -> deck.Question | None:
        return deck.find(self.key)

    @property
    def words(self) -> str | Promise:
        found = self.question.text if self.question else self.text
        return found or _("The question is no longer here, but your answers are.")


class Answer(Entry):
    prompt = models.ForeignKey(Prompt, on_delete=models.CASCADE, related_name="answers")
    text = EncryptedTextField(max_length=LONGEST_ANSWER, blank=True, default="")
    #: Not this one, or for oneself alone: no reason is asked, the other is not told, and what is written stays.
    passed_at = models.DateTimeField(null=True, blank=True)

    objects = EntryQuerySet["Answer"].as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["prompt", "author"], name="answer_once_a_prompt"),
        ]

    def __str__(self) -> str:
        return f"Answer {self.pk}"


class How(models.TextChoices):
    OPENED = choose.OPENED, _("It opened something up")
    TENDER = choose.TENDER, _("It touched a tender spot")
    TOO_MUCH = choose.TOO_MUCH, _("It was too much for now")


class QuestionFeedback(PrivateToOne):
    """How a question landed with one of them."""

    prompt = models.ForeignKey(Prompt, on_delete=models.CASCADE, related_name="+")
    how = EncryptedTextField(max_length=16)
    on = models.DateField()

    objects = CoupleOwnedQuerySet["QuestionFeedback"].as_manager()

    class Meta:
        db_table = "journal_landing"  # what is encrypted is bound to its table's name
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "prompt"], name="landing_once_a_prompt")]

    def __str__(self) -> str:
        return f"QuestionFeedback {self.pk}"


class QuestionDepth(DepthPreference):
    """Without a row: personal, as everybody begins."""

    depth = EncryptedTextField(max_length=1)

    objects = CoupleOwnedQuerySet["QuestionDepth"].as_manager()

    class Meta:
        db_table = "journal_reach"  # what is encrypted is bound to its table's name
        constraints: ClassVar = [models.UniqueConstraint(fields=["couple", "person"], name="reach_once")]

    def __str__(self) -> str:
        return f"QuestionDepth {self.pk}"
