"""What talks tell of the story: each that was begun by both and has ended, and how. Never who ended it, nor why."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from journal.story_lines import Chapter, Happened, Told, happened
from journal.talks.models import Ending, Talk
from journal.waiting import COUPLE


def ended() -> QuerySet[Any, Any]:
    talks = Talk.objects.filter(couple=COUPLE, ready_at__isnull=False, ended_at__isnull=False)
    return happened(talks, at="ended_at", by="begun_by", what=F("ending"))


def load(ids: Sequence[UUID]) -> Mapping[UUID, Talk]:
    return Talk.objects.in_bulk(ids)


def tell(row: Happened, _names: Mapping[UUID, str], talk: Talk | None) -> Told:
    """The subject is in the words of whoever began it, and empty once they have erased it."""
    how = str(Ending(row.what).label)
    subject = talk.subject if talk else ""
    return Told(_("You talked something through"), how, subject, reverse("talks:talk", args=[row.about]))


CHAPTERS = (Chapter(key="talk", icon="talk", rows=ended, tell=tell, load=load),)
