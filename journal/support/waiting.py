"""What Today may say of support: the notes that both have released. Of one person's release alone it says nothing."""

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from journal.support.models import Handout
from journal.waiting import COUPLE, NOW, PERSON, Found, Waiting, Waits, newest

NEW_FOR = timedelta(days=3)


def rows() -> QuerySet[Any, Any]:
    ready = Handout.objects.filter(couple=COUPLE, author=PERSON, opened_at__gt=NOW - NEW_FOR, copied_at=None)
    return newest(ready, since="opened_at")[:1]


def say(_found: Found, _name: str) -> Waiting:
    words = _("The notes you both chose to take along are ready.")
    return Waiting(words, reverse("summary:home"), _("Look"))


WAITS = Waits(rows, say)
