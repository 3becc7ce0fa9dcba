"""What memories tell of the story: each at the time it was."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import DateTimeField, F, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from journal.memories.export import page_of, picture_of
from journal.memories.models import Memory
from journal.story_lines import Chapter, Happened, Told, happened
from journal.waiting import COUPLE, NOW


def saved() -> QuerySet[Any, Any]:
    memories = Memory.objects.filter(couple=COUPLE, opened_at__lte=NOW, erased_at=None)
    return happened(memories.annotate(at=Cast(F("on"), DateTimeField())), at="at", by="author")


def load(ids: Sequence[UUID]) -> Mapping[UUID, Memory]:
    return Memory.objects.with_photographs().in_bulk(ids)


def tell(_row: Happened, _names: Mapping[UUID, str], memory: Memory | None) -> Told:
    if memory is None:
        return Told(_("A memory"))
    title, page, picture = _("A memory"), page_of(memory), picture_of(memory)
    return Told(title, words=memory.text, url=page, on=memory.on, known=memory.known, picture=picture)


CHAPTERS = (Chapter(key="memory", icon="memory", rows=saved, tell=tell, load=load, ends_a_pause=False),)
