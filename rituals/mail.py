"""What the outbox asks about a nudge, just before it is mailed."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import cast
from uuid import UUID

from django.db.models import Min
from django.urls import reverse

from couples.outbox.models import Message
from couples.space.pausing.services import is_reachable
from rituals import practices
from rituals.models import Nudge, Ritual

KIND = "nudge"


def path(message: Message) -> str:
    ritual = Ritual.objects.get(pk=cast(UUID, message.about))
    found = practices.link(ritual.practice)
    return reverse(found.url_name) if found else reverse("rituals:detail", args=[ritual.pk])


def wanted(message: Message) -> bool:
    """The ritual still is, the person is there and does not rest, the date stands, and there is something to do."""
    ritual = Ritual.objects.living().filter(pk=cast(UUID, message.about)).first()
    if ritual is None or message.person is None:
        return False
    if not is_reachable(message.person, ritual.couple_id):
        return False
    found = practices.link(ritual.practice)
    on = date.fromisoformat(message.occurrence.rpartition(":")[2])
    if ritual.changes.filter(on=on, made_at__gt=message.created_at).exists():
        return False  # skipped or moved since it rang
    return not (found and found.done(message.person, on))


def coming(people: Collection[UUID], since: datetime, until: datetime) -> Mapping[UUID, datetime]:
    """When each of them is nudged first from `since` to `until`: one query, by what rings next."""
    ringing = Nudge.objects.filter(person__in=people, next_at__gte=since, next_at__lte=until).order_by()
    return dict(ringing.values_list("person").annotate(Min("next_at")))
