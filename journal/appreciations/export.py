"""Thank-yous, as one person takes them along: their own, and those that arrived."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from journal.appreciations.models import Appreciation
from journal.own_words import ENTRY_OWN, Part, Words


def parts_of(note: Appreciation) -> tuple[Part, ...]:
    return (
        Part("", note.text),
        Part(_("What it took"), note.took),
        Part(_("What it did for me"), note.did),
    )


def page_of(note: Appreciation) -> str:
    if not note.opened_at:
        return reverse("appreciations:edit", args=[note.pk])
    return f"{reverse('appreciations:list')}?month={timezone.localtime(note.opened_at):%Y-%m}"


WORDS = (
    Words(
        key="thank-you",
        label=_("Thank-yous"),
        model=Appreciation,
        rows=lambda couple, person: Appreciation.objects.for_couple(couple).visible_to(person),
        title=lambda _note: "",
        parts=parts_of,
        fields=("text", "took", "did", "opened_at", "kept_at"),
        own=ENTRY_OWN,
        page=page_of,
        spoken=dict,
    ),
)
