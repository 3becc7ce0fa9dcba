"""What questions tell of the story: those both answered, for a day or when one asked the other."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from journal.questions.models import Answer, Prompt
from journal.story_lines import Chapter, Happened, Told, happened
from journal.waiting import COUPLE, NOW


def opened() -> QuerySet[Any, Any]:
    answers = Answer.objects.filter(prompt=OuterRef("pk"), opened_at__lte=NOW).order_by("opened_at")
    at = Subquery(answers.values("opened_at")[:1])
    prompts = Prompt.objects.filter(couple=COUPLE, withdrawn_at=None).annotate(at=at).filter(at__isnull=False)
    return happened(prompts, at="at", by="asked_by")


def load(ids: Sequence[UUID]) -> Mapping[UUID, Prompt]:
    return Prompt.objects.in_bulk(ids)


def tell(row: Happened, names: Mapping[UUID, str], prompt: Prompt | None) -> Told:
    by = names.get(row.by) if row.by else None
    title = _("%(name)s asked, and got an answer") % {"name": by} if by else _("You both answered a question")
    return Told(title, str(prompt.words) if prompt else "", url=reverse("questions:page", args=[row.about]))


CHAPTERS = (Chapter(key="question", icon="help", rows=opened, tell=tell, load=load),)
