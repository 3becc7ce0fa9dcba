"""When each one is nudged next, written anew whenever a ritual, a clock or the two people change."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, prefetch_related_objects

from couples import clock
from couples.accounts.models import Person
from couples.space.lock import hold
from couples.space.models import Couple
from couples.zones import stored_zone
from rituals.models import Nudge, Ritual
from rituals.nudges.backoff import SLOWER

_INSTANT, _HALF_DAY = timedelta(microseconds=1), timedelta(hours=12)


def lock(couple: Couple) -> None:
    """One change at a time, and none once one of the two has left (SpaceClosed). Somebody joining meanwhile waits too,
    as a membership refers to the couple.
    """
    hold(couple)


def members(couple: Couple) -> list[Person]:
    """The members, locked against a change of zone meanwhile. Without the key, as messages may refer to them."""
    people = Person.objects.select_for_update(no_key=True, of=("self",)).order_by("pk")
    return list(people.filter(memberships__couple=couple, memberships__left_at=None))


def schedule(rituals: Iterable[Ritual], people: Iterable[Person]) -> None:
    """Writes all next times in one statement. A date that has rung does not ring again: the outbox holds one a date."""
    now, rituals, people = clock.now(), list(rituals), list(people)
    prefetch_related_objects(rituals, "changes")
    since = _since(rituals, people, now)
    nudges = []
    for ritual in rituals:
        for person in people:
            if ritual.person_id not in {None, person.pk}:
                continue
            key = ritual.zone or person.zone
            following = ritual.next_start(since.get((person.pk, ritual.pk), now), stored_zone(key))
            nudges.append(Nudge(person=person, ritual=ritual, zone=key, next_at=following.at if following else None))
    Nudge.objects.bulk_create(
        nudges, update_conflicts=True, unique_fields=["person", "ritual"], update_fields=["zone", "next_at"]
    )


def _since(rituals: list[Ritual], people: list[Person], now: datetime) -> dict[tuple[UUID, UUID], datetime]:
    """From when on to look where that is not now. Right before what is due and has not rung yet: a new title, or
    somebody joining, must not lose that evening. Half a day before what comes less often
    (rituals/nudges/backoff.py): it still does.
    """
    kept = Nudge.objects.filter(ritual__in=rituals, person__in=people)
    kept = kept.filter(Q(next_at__lte=now) | Q(next_at__isnull=False, unanswered__gte=SLOWER))
    times = kept.values_list("person_id", "ritual_id", "next_at")
    return {
        (person, ritual): at - _INSTANT if at <= now else max(now, at - _HALF_DAY) for person, ritual, at in times if at
    }
