"""What Today tells somebody once: that they two were here before, and may each choose what comes along.

It ends when they have looked at it or chosen something, and by itself after two weeks. The page stays under Us.
"""

from datetime import timedelta
from typing import Any

from django.db.models import Exists, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from couples.space.models import Membership, Slot
from journal.before.models import ComingAlong
from journal.waiting import COUPLE, NOW, PARTNER, PERSON, Found, Waiting, Waits, newest

FADES = timedelta(days=14)


def rows() -> QuerySet[Any, Any]:
    """The place of whoever joined last, while that is new."""
    both = Membership.objects.filter(
        person=PERSON, couple__closed_at__isnull=False, couple__memberships__person=PARTNER
    )
    knows = ComingAlong.objects.filter(couple=COUPLE, person=PERSON)
    joined = Membership.objects.current().filter(couple=COUPLE, slot=Slot.B, joined_at__gt=NOW - FADES)
    return newest(joined.filter(Exists(both), ~Exists(knows)), since="joined_at", about="couple_id")


def say(_found: Found, name: str) -> Waiting:
    words = _("You and %(name)s were here before. Each of you can choose what comes along.") % {"name": name}
    return Waiting(words, reverse("before:home"), _("Look"), _("In private, and only what you both want opens."))


WAITS = Waits(rows, say)
