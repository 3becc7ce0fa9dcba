"""What somebody told, as one person takes it along: their own, and what arrived."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from journal.depth import Depth
from journal.openings.models import Opening, OpeningDepth
from journal.own_words import ENTRY_OWN, Part, Words


def depth_words(row: OpeningDepth) -> Iterator[Part]:
    if row.choice.get("now") in Depth.values:
        yield Part("", str(Depth(row.choice["now"]).label))


WORDS = (
    Words(
        key="opening",
        label=_("What you told each other"),
        model=Opening,
        rows=lambda couple, person: Opening.objects.for_couple(couple).visible_to(person),
        title=lambda opening: str(opening.get_shape_display()),
        parts=lambda opening: opening.parts,
        fields=("shape", "prompt", "words", "opened_at"),
        own=ENTRY_OWN,
        spoken=dict,
        page=lambda opening: "" if opening.opened_at else reverse("openings:edit", args=[opening.pk]),
    ),
    Words(
        key="depth",
        label=_("How deep ideas may go"),
        model=OpeningDepth,
        rows=lambda couple, person: OpeningDepth.objects.for_couple(couple).filter(person=person),
        title=lambda _depth: "",
        parts=depth_words,
        fields=("choice",),
        by="person",
        when=("pk",),
        searched=False,
        erase=None,  # a choice, changed on its own page
    ),
)
