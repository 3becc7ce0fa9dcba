"""What taking stock tells of the story: each time that something of both stood side by side."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Min, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from journal.assessments.models import Assessment
from journal.story_lines import Chapter, Happened, Told, happened
from journal.waiting import COUPLE, NOW


def opened() -> QuerySet[Any, Any]:
    rounds = Assessment.objects.filter(couple=COUPLE, strains__opened_at__lte=NOW)
    return happened(rounds.annotate(at=Min("strains__opened_at")), at="at")


def tell(_row: Happened, _names: Mapping[UUID, str], _loaded: Any) -> Told:
    title = _("You looked at what happened to you both")
    return Told(title, _("You put it side by side."), url=reverse("assessments:over-time"))


CHAPTERS = (Chapter(key="where-we-are", icon="us", rows=opened, tell=tell),)
