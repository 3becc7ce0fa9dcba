"""What questions tell of the story: those both answered, for a day or when one asked the other."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Min, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from journal.questions.models import Prompt
from journal.story_lines import Chapter, Happened, Told, happened
from journal.waiting import COUPLE, NOW


def opened() -> QuerySet[Any, Any]:
    prompts = Prompt.objects.filter(couple=COUPLE, withdrawn_at=None, answers__opened_at__lte=NOW)
    return happened(prompts.annotate(at=Min("answers__opened_at")), at="at", by="asked_by")


def load(ids: Sequence[UUID]) -> Mapping[UUID, Prompt]:
    return Prompt.objects.in_bulk(ids)


def tell(row: Happened, names: Mapping[UUID, str], prompt: Prompt | None) -> Told:
    by = names.get(row.by) if row.by else None
    title = _("%(name)s asked, and got an answer") % {"name": by} if by else _("You both answered a question")
    return Told(title, str(prompt.words) if prompt else "", url=reverse("questions:page", args=[row.about]))


CHAPTERS = (Chapter(key="question", icon="help", rows=opened, tell=tell, load=load),)
