from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

import pytest
import time_machine

from couples.accounts.models import Person
from couples.outbox.models import Message
from couples.space.models import Couple
from rituals import services
from rituals.cadence import Rule
from rituals.models import Ritual
from rituals.nudges import engine
from rituals.nudges.engine import ring
from tests.couples.outbox.posting import deliver_all

EVERY_DAY = range(7)


def checkin_at(couple: Couple, by: Person, at: str = "20:30", days: Iterable[int] = EVERY_DAY) -> Ritual:
    """At the same wall time for both; the one of `by`."""
    rule = Rule(time.fromisoformat(at), frozenset(days))
    for other in Person.objects.filter(memberships__couple=couple, memberships__left_at=None).exclude(pk=by.pk):
        services.set_checkin(couple, by=other, rule=rule)
    return services.set_checkin(couple, by=by, rule=rule)


def time_together(
    couple: Couple, by: Person, at: str = "19:00", zone: str = "Europe/Berlin", days: Iterable[int] = EVERY_DAY
) -> Ritual:
    rule = Rule(time.fromisoformat(at), frozenset(days))
    return services.add(couple, by=by, title="Coffee", rule=rule, zone=zone, minutes=30)


def utc(at: str) -> datetime:
    return datetime.fromisoformat(f"{at}+00:00")


def rung(*people: Person) -> list[tuple[str, str, str]]:
    """Who was rung for, when (UTC) and what became of it, in order."""
    rows = Message.objects.filter(kind="nudge").select_related("person").order_by("due_at", "person__name")
    named = [(row.person.name if row.person else "", f"{row.due_at:%Y-%m-%d %H:%M}", str(row.state)) for row in rows]
    return [row for row in named if not people or row[0] in {person.name for person in people}]


@pytest.fixture(autouse=True)
def knocks(monkeypatch: pytest.MonkeyPatch) -> list[UUID]:
    """What the engine handed to the workers."""
    handed_over: list[UUID] = []
    monkeypatch.setattr(engine, "hand_over", lambda ids, **_: handed_over.extend(map(UUID, ids)))
    return handed_over


# -- an evening on which something has just rung ----------------------------------------------------------------------

#: A Monday, 19:00 in Berlin and 13:00 in New York.
EVENING = utc("2026-11-23T18:00")
ON = date(2026, 11, 23)


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(utc("2026-11-23T06:00"), tick=False) as traveller:
        yield traveller


@pytest.fixture
def weekly(couple: Couple, ada: Person, clock: Any) -> Ritual:
    """It has rung for both just now, and the mails have left."""
    ritual = time_together(couple, ada, "19:00", days=[0])
    clock.move_to(EVENING)
    ring(EVENING)
    deliver_all()
    return ritual


@pytest.fixture
def checkin(couple: Couple, ada: Person, clock: Any) -> Ritual:
    ritual = checkin_at(couple, ada, "19:00")
    clock.move_to(EVENING)
    ring(EVENING)
    deliver_all()
    return ritual


def later(clock: Any, at: str) -> None:
    clock.move_to(utc(at))
    deliver_all()
