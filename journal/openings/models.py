from typing import ClassVar

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from couples.space.models import CoupleOwnedQuerySet
from couples.vault.fields import EncryptedJSONField, EncryptedTextField
from journal.depth import DepthPreference
from journal.entries import EntryQuerySet
from journal.openings.prompts import text_of
from journal.own_words import Part
from journal.sending import SentEntry


class Shape(models.TextChoices):
    PROMPT = "prompt", gettext_lazy("A beginning to go on from")
    MOMENT = "moment", gettext_lazy("A moment between us")
    VALUE = "value", gettext_lazy("What I value and miss")


#: What each shape asks for, in the order it is written and read.
PARTS: "dict[str, tuple[str, ...]]" = {
    Shape.PROMPT: ("text",),
    Shape.MOMENT: ("see", "when", "felt", "love"),
    Shape.VALUE: ("value", "miss"),
}


class Opening(SentEntry):
    """Something told a little at a time. Sent, it arrives thirty seconds later, at `opened_at`."""

    TOPIC = "openings"

    shape = models.CharField(max_length=8, choices=Shape.choices, default=Shape.PROMPT)
    #: Sealed like the words: which prompt somebody chose says a good deal.
    prompt = EncryptedTextField(max_length=8, blank=True, default="")
    words = EncryptedJSONField(blank=True, default=dict)

    objects = EntryQuerySet["Opening"].as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["couple", "-opened_at"], name="opening_by_arrival")]

    def __str__(self) -> str:
        return f"Opening {self.pk}"

    @property
    def parts(self) -> tuple[Part, ...]:
        headings = {
            "text": text_of(self.prompt),
            "see": _("I see why …"),
            "when": _("When …"),
            "felt": _("I felt …"),
            "love": _("I’d love …"),
            "value": _("What I value"),
            "miss": _("What I miss"),
        }
        return tuple(Part(headings[name], self.words[name]) for name in PARTS[self.shape] if self.words.get(name))

    @property
    def first_words(self) -> str:
        return self.parts[0].words if self.parts else text_of(self.prompt)


class OpeningDepth(DepthPreference):
    """Without a row: light, as everybody begins."""

    #: {"now": chosen, "from": the day it counts from, "before": what counts until then}
    choice = EncryptedJSONField(default=dict)

    objects = CoupleOwnedQuerySet["OpeningDepth"].as_manager()

    class Meta:
        db_table = "journal_ceiling"  # what is encrypted is bound to its table's name
        constraints: ClassVar = [models.UniqueConstraint(fields=["couple", "person"], name="opening_ceiling_once")]

    def __str__(self) -> str:
        return f"OpeningDepth {self.pk}"
