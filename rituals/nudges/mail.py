"""What stands in a nudge's mail: its links, its line in a letter of several, and who gets one soon."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.db.models import Min
from django.urls import reverse
from django.utils.translation import gettext

from couples.array_lookup import InArray
from couples.outbox.compose import by_token
from couples.outbox.models import Message
from rituals import practices
from rituals.models import Nudge, Practice, Ritual
from rituals.nudges import still_wanted
from rituals.nudges.occurrence_name import evening_of
from rituals.snooze.tokens import later_token

KIND = "nudge"


def path(message: Message) -> str:
    return _page(still_wanted.known(message).practice, cast(UUID, message.about), evening_of(message))


def line(message: Message) -> str:
    """Which of the two it is, in a letter with several: that is all a mail may say of it (ground rule 7)."""
    is_checkin = still_wanted.known(message).practice == Practice.CHECKIN
    return gettext("The check-in") if is_checkin else gettext("A ritual")


def page_of(ritual: Ritual, evening: date | None = None) -> str:
    """The page a ritual's nudges lead to: that of the given evening, or today's."""
    return _page(ritual.practice, ritual.pk, evening)


def _page(practice: str, ritual: UUID, evening: date | None) -> str:
    found = practices.link(practice)
    if found is None:
        return reverse("rituals:detail", args=[ritual])
    return _home(found.dated, evening) if evening else _home(found.url_name)


@lru_cache(maxsize=64)
def _home(url_name: str, *args: date) -> str:
    return reverse(url_name, args=args)


def context(message: Message) -> dict[str, Any]:
    """The links of a nudge's mail: to have it again later without signing in; once it is rarer, to other times."""
    person, ritual = cast(UUID, message.person_id), cast(UUID, message.about)
    later = by_token("rituals:later", later_token(person, ritual, message.on))
    # This ring is counted already.
    times = settings.PUBLIC_URL + reverse("rituals:list") if still_wanted.known(message).is_slow else ""
    return {"later": later, "other_time": times}


def coming(people: Collection[UUID], since: datetime, until: datetime) -> Mapping[UUID, datetime]:
    """When each of them is nudged first from `since` to `until`: one query, by what rings next."""
    ringing = Nudge.objects.filter(InArray("person", people), next_at__gte=since, next_at__lte=until).order_by()
    return dict(ringing.values_list("person").annotate(Min("next_at")))
