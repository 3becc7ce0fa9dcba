"""What Today may say of closeness: the other asks something, or has answered. Never what, and nothing of marks."""

from datetime import timedelta
from typing import Any

from django.db.models import Case, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from journal.touch.models import Ask
from journal.waiting import COUPLE, NOW, PARTNER, PERSON, Found, Waiting, Waits, newest

NEW_FOR = timedelta(days=1)
ASKED, ANSWERED = "asked", "answered"


def rows() -> QuerySet[Any, Any]:
    """What was put away waits no more. Who asked sees no difference."""
    asked = Q(asked_by=PARTNER, answered_at=None, put_away=False)
    answered = Q(asked_by=PERSON, answered_at__gt=NOW - NEW_FOR)
    found = Ask.objects.filter(asked | answered, couple=COUPLE, fades_at__gt=NOW)
    what = Case(When(asked_by=PERSON, then=Value(ANSWERED)), default=Value(ASKED))
    return newest(found.annotate(since=Coalesce("answered_at", "asked_at")), since="since", what=what)


def say(found: Found, name: str) -> Waiting:
    if found.what == ANSWERED:
        return Waiting(_("%(name)s has answered you.") % {"name": name}, reverse("touch:home"), _("Look"))
    words = _("%(name)s asks you something. There’s no hurry. You don’t have to answer.") % {"name": name}
    return Waiting(words, reverse("touch:question", args=[found.about]), _("Look"))


WAITS = Waits(rows, say)
