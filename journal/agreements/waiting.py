"""What Today may say of guidelines: the other one has signed them as they stand, and this person has not."""

from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from journal.agreements.models import Signature, SignedVersion
from journal.waiting import COUPLE, PARTNER, PERSON, Found, Waiting, Waits, newest


def rows() -> QuerySet[Any, Any]:
    signed = Signature.objects.filter(version=OuterRef("pk"))
    as_written = SignedVersion.objects.filter(
        couple=COUPLE, in_force_at=None, draft_rev=F("agreement__rev"), withdrawals=None
    )
    unread = as_written.filter(Exists(signed.filter(person=PARTNER)), ~Exists(signed.filter(person=PERSON)))
    return newest(unread, since="created_at")[:1]


def say(_found: Found, _name: str) -> Waiting:
    words = _("There’s a new version of your guidelines to read.")
    return Waiting(words, reverse("agreements:signing"), _("Read it"))


WAITS = Waits(rows, say)
