"""Memories, as one person takes them along: their own, and those both can read."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from journal.memories.models import Memory
from journal.own_words import ENTRY_OWN, Part, Words
from journal.story_lines import Known


def title_of(memory: Memory) -> str:
    """When it was. Of a draft that does not say so yet, nothing."""
    return "" if memory.is_draft else memory.when


def page_of(memory: Memory) -> str:
    return reverse("memories:edit" if memory.is_draft else "memories:memory", args=[memory.pk])


WORDS = (
    Words(
        key="memory",
        label=_("Memories"),
        model=Memory,
        rows=lambda couple, person: Memory.objects.for_couple(couple).visible_to(person),
        title=title_of,
        parts=lambda memory: (Part("", memory.text), Part(_("What the photograph shows"), memory.alt)),
        fields=("year", "month", "day", "text", "alt", "opened_at"),
        own=ENTRY_OWN,
        when=("on",),
        is_day_known=lambda memory: memory.known is Known.DAY,
        page=page_of,
        title_searched=True,
    ),
)
