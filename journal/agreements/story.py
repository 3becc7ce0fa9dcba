"""What guidelines tell of the story: each version that both signed."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from journal.agreements.models import SignedVersion
from journal.story_lines import Chapter, Happened, Told, happened
from journal.waiting import COUPLE


def signed() -> QuerySet[Any, Any]:
    versions = SignedVersion.objects.filter(couple=COUPLE, in_force_at__isnull=False)
    return happened(versions, at="in_force_at", what=F("number"))


def tell(row: Happened, _names: Mapping[UUID, str], _loaded: Any) -> Told:
    number = int(row.what)
    line = _("Version %(number)s") % {"number": number}
    return Told(_("You both signed your guidelines"), line, url=reverse("agreements:version", args=[number]))


CHAPTERS = (Chapter(key="signed", icon="signed", rows=signed, tell=tell),)
