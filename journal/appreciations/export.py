"""Thank-yous, as one person takes them along: their own, and those that arrived."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from journal.appreciations.models import Appreciation
from journal.own_words import ENTRY_OWN, Part, Words


def parts_of(note: Appreciation) -> tuple[Part, ...]:
    return (
        Part("", note.text),
        Part(_("What it took"), note.took),
        Part(_("What it did for me"), note.did),
    )


WORDS = (
    Words(
        key="thank-you",
        label=gettext_lazy("Thank-yous"),
        model=Appreciation,
        rows=lambda couple, person: Appreciation.objects.for_couple(couple).visible_to(person),
        title=lambda _note: "",
        parts=parts_of,
        fields=("text", "took", "did", "opened_at", "kept_at"),
        own=ENTRY_OWN,
    ),
)
