"""What thank-yous tell of the story: those that were kept."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from journal.appreciations.export import page_of
from journal.appreciations.models import Appreciation
from journal.story_lines import Chapter, Happened, Told, happened
from journal.waiting import COUPLE, NOW


def kept() -> QuerySet[Any, Any]:
    notes = Appreciation.objects.filter(couple=COUPLE, opened_at__lte=NOW, kept_at__isnull=False, erased_at=None)
    return happened(notes, at="opened_at", by="author")


def load(ids: Sequence[UUID]) -> Mapping[UUID, Appreciation]:
    return Appreciation.objects.in_bulk(ids)


def tell(row: Happened, names: Mapping[UUID, str], note: Appreciation | None) -> Told:
    by = names.get(row.by) if row.by else None
    title = _("%(name)s said thank you") % {"name": by} if by else _("A thank-you")
    return Told(title, words=note.text, url=page_of(note)) if note else Told(title)


CHAPTERS = (Chapter(key="thank-you", icon="thanks", rows=kept, tell=tell, load=load),)
