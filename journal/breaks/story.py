"""What breaks tell of the story: those that both came back from. Never one that was left, nor who asked for it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from journal.breaks.models import Break, Ending
from journal.story_lines import Chapter, Happened, Told, happened
from journal.waiting import COUPLE


def come_back_from() -> QuerySet[Any, Any]:
    return happened(Break.objects.filter(couple=COUPLE, ending=Ending.BACK), at="ended_at")


def tell(_row: Happened, _names: Mapping[UUID, str], _loaded: Any) -> Told:
    return Told(_("You took a break, and came back"))


CHAPTERS = (Chapter(key="break", icon="break", rows=come_back_from, tell=tell),)
