"""What check-ins tell of the story: the first evening. All others only say that life together went on."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from journal.checkins.models import CheckIn
from journal.story_lines import Chapter, Happened, Told, happened
from journal.waiting import COUPLE, NOW


def opened() -> QuerySet[Any, Any]:
    return happened(CheckIn.objects.filter(couple=COUPLE, opened_at__lte=NOW), at="opened_at", what=F("on"))


def first() -> QuerySet[Any, Any]:
    return opened().order_by("opened_at", "pk")[:1]


def tell_first(row: Happened, _names: Mapping[UUID, str], _loaded: Any) -> Told:
    page = reverse("checkins:day", args=[date.fromisoformat(row.what)])
    return Told(_("Your first evening"), _("You both said something that day."), url=page)


CHAPTERS = (
    Chapter(key="first-evening", icon="opened", rows=first, tell=tell_first),
    Chapter(key="evening", icon="today", rows=opened, tell=tell_first, is_everyday=True),
)
