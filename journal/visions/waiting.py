"""What Today may say of looking ahead: the other one thinks that two hopes belong together."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from journal.visions.models import Match
from journal.waiting import COUPLE, PARTNER, Found, Waiting, Waits, newest


def rows() -> QuerySet[Any, Any]:
    return newest(Match.objects.filter(couple=COUPLE, said_by=PARTNER, agreed_at=None), since="said_at")[:1]


def say(_found: Found, name: str) -> Waiting:
    words = _("%(name)s thinks two of your hopes match.") % {"name": name}
    return Waiting(words, reverse("visions:home"), _("Look"))


WAITS = Waits(rows, say)
