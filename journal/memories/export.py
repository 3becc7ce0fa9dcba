"""Memories, as one person takes them along: their own, and those both can read."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from journal.memories.erasing import erase_memory
from journal.memories.models import Memory
from journal.own_words import ENTRY_OWN, Part, Picture, Words
from journal.story_lines import Known


def title_of(memory: Memory) -> str:
    """When it was. Of a draft that does not say so yet, nothing."""
    return "" if memory.is_draft else memory.when


def name_of(memory: Memory) -> str:
    """Of its photograph in an archive."""
    return f"photographs/{memory.pk}.jpg" if memory.shown else ""


def picture_of(memory: Memory) -> Picture | None:
    photograph = memory.shown
    if photograph is None:
        return None
    return Picture(
        name=name_of(memory),
        url=reverse("memories:small", args=[memory.pk]),
        width=photograph.width,
        height=photograph.height,
        alt=memory.alt,
        whole=lambda: photograph.whole,
        small=lambda: photograph.small,
    )


def page_of(memory: Memory) -> str:
    return reverse("memories:edit" if memory.is_draft else "memories:memory", args=[memory.pk])


WORDS = (
    Words(
        key="memory",
        label=_("Memories"),
        model=Memory,
        rows=lambda couple, person: Memory.objects.for_couple(couple).visible_to(person).with_photographs(),
        title=title_of,
        parts=lambda memory: (Part("", memory.text), Part(_("What the photograph shows"), memory.alt)),
        fields=("year", "month", "day", "text", "alt", "opened_at"),
        own=ENTRY_OWN,
        more=lambda memory: {"photograph": name_of(memory)} if memory.shown else {},
        picture=picture_of,
        when=("on",),
        is_day_known=lambda memory: memory.known is Known.DAY,
        page=page_of,
        title_searched=True,
        erase=erase_memory,
    ),
)
