"""Whether a nudge is still of use, asked just before it leaves. A hundred nudges take as many queries as one.

What was read for that is kept on each message (`known`), so that its mail is written without asking again.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, cast
from uuid import UUID

from couples import clock
from couples.array_lookup import InArray
from couples.outbox.models import Message
from couples.space.models import Membership
from couples.space.pausing.services import resting
from rituals import practices
from rituals.models import Nudge, OccurrenceChange, Ritual
from rituals.nudges.backoff import SLOWER
from rituals.nudges.occurrence_name import evening_of

_KNOWN = "known_of_nudge"


@dataclass(frozen=True, slots=True)
class Known:
    """What a nudge's mail depends on: what its ritual leads to, and whether its person is rung for less often."""

    practice: str
    is_slow: bool


class Asked(NamedTuple):
    """A message whose practice is asked whether this person has done it in this couple on any of these days."""

    id: UUID
    couple: UUID
    person: UUID
    practice: str
    days: set[date]


def known(message: Message) -> Known:
    """As it was when `unwanted` last asked about this message, or as it is now."""
    found = vars(message).get(_KNOWN)
    if isinstance(found, Known):
        return found
    person, ritual = cast(UUID, message.person_id), cast(UUID, message.about)
    return Known(Ritual.objects.values_list("practice", flat=True).get(pk=ritual), (person, ritual) in _slow([message]))


def wanted(message: Message) -> bool:
    return message.pk not in unwanted([message])


def unwanted(messages: Sequence[Message]) -> set[UUID]:
    """Ids of those that are of no use any more.

    Of use is a nudge whose ritual goes on, whose person is still in the couple and takes no pause, whose date was not
    skipped or moved since it rang, and whose practice has something left to do.
    """
    living = Ritual.objects.living().filter(InArray("pk", {message.about for message in messages}))
    rituals = {id: (couple, practice) for id, couple, practice in living.values_list("pk", "couple_id", "practice")}
    people = {message.person_id for message in messages if message.person_id}
    couples = {couple for couple, _ in rituals.values()}
    members = Membership.objects.current().filter(InArray("person", people), InArray("couple", couples))
    here, away = set(members.values_list("person_id", "couple_id")), resting(people, couples)
    slow, changed = _slow(messages), _changed(rituals)
    found, asked = set(), []
    for message in messages:
        ritual, person = cast(UUID, message.about), message.person
        couple, practice = rituals.get(ritual, (None, ""))
        if person is None or couple is None or (person.pk, couple) not in here:
            found.add(message.pk)
            continue
        vars(message)[_KNOWN] = Known(practice, (person.pk, ritual) in slow)
        today, on = clock.today(person), message.on
        skipped = any(at > message.created_at for at in changed.get((ritual, on), ()))
        if skipped or (person.pk in away and today < away[person.pk]):
            found.add(message.pk)
        else:
            # One that was moved is of another evening, and one put off for days leads to tonight.
            asked.append(Asked(message.pk, couple, person.pk, practice, {on, evening_of(message), today}))
    return found | _done(asked)


def _done(asked: Iterable[Asked]) -> set[UUID]:
    by_practice: dict[str, list[Asked]] = {}
    for each in asked:
        by_practice.setdefault(each.practice, []).append(each)
    found = set()
    for practice, rows in by_practice.items():
        if link := practices.link(practice):
            couples, people = {each.couple for each in rows}, {each.person for each in rows}
            done = link.done(couples, people, {day for each in rows for day in each.days})
            found |= {each.id for each in rows if any((each.couple, each.person, day) in done for day in each.days)}
    return found


def _slow(messages: Sequence[Message]) -> set[tuple[UUID, UUID]]:
    people, rituals = {row.person_id for row in messages}, {row.about for row in messages}
    slow = Nudge.objects.filter(InArray("person", people), InArray("ritual", rituals), unanswered__gt=SLOWER)
    return set(slow.values_list("person_id", "ritual_id"))


def _changed(rituals: Collection[UUID]) -> dict[tuple[UUID, date], list[datetime]]:
    changed: dict[tuple[UUID, date], list[datetime]] = {}
    rows = OccurrenceChange.objects.filter(InArray("ritual", rituals)).values_list("ritual_id", "on", "made_at")
    for ritual, on, at in rows:
        changed.setdefault((ritual, on), []).append(at)
    return changed
