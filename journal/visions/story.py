"""What looking ahead tells of the story: each time that both opened their hopes."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Min, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from journal.story_lines import Chapter, Happened, Told, happened
from journal.visions.models import Vision
from journal.waiting import COUPLE, NOW


def opened() -> QuerySet[Any, Any]:
    visions = Vision.objects.filter(couple=COUPLE, hopes__opened_at__lte=NOW).annotate(at=Min("hopes__opened_at"))
    return happened(visions, at="at")


def tell(_row: Happened, _names: Mapping[UUID, str], _loaded: Any) -> Told:
    return Told(_("You both looked ahead"), _("You opened your hopes."), url=reverse("visions:over-time"))


CHAPTERS = (Chapter(key="vision", icon="lamp", rows=opened, tell=tell),)
