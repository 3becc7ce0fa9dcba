"""What Today may say of taking stock: a line that is offered."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from journal.assessments.models import Strain
from journal.waiting import COUPLE, PARTNER, Found, Waiting, Waits, newest


def rows() -> QuerySet[Any, Any]:
    return newest(Strain.objects.filter(couple=COUPLE, author=PARTNER).offered(), since="sealed_at")[:1]


def say(_found: Found, name: str) -> Waiting:
    words = _("%(name)s has shared something more in Where we are.") % {"name": name}
    return Waiting(words, reverse("assessments:together"), _("Read"))


WAITS = Waits(rows, say)
