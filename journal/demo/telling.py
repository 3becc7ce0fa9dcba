"""How a made-up story is told: events on days, each through the services, as of the instant at which it happens.

So a story can hold nothing that two people could not have done. When a rule changes, the story follows it or fails.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any, Final, Literal
from uuid import UUID

from couples import clock, ids
from couples.accounts.models import Person
from couples.space.models import Couple

#: The story begins on day 0. This is its last: the evening before the day on which it is told.
LAST: Final = 240
A_MINUTE: Final = timedelta(minutes=1)

Who = Literal["alex", "sam"]


@dataclass
class Telling:
    """One story as it is told: of whom, when, and what stands there already."""

    couple: Couple
    alex: Person
    sam: Person
    last_on: date
    dice: Random
    #: Things that a later event names again.
    named: dict[str, Any] = field(default_factory=dict)

    def person(self, who: Who) -> Person:
        return self.alex if who == "alex" else self.sam

    def other(self, who: Who) -> Person:
        return self.sam if who == "alex" else self.alex

    def on(self, day: int) -> date:
        return self.last_on - timedelta(days=LAST - day)

    def at(self, day: int, at: time) -> datetime:
        """By the clock of the first of the two."""
        return datetime.combine(self.on(day), at, self.alex.tzinfo).astimezone(UTC)

    def new_id(self, by: Person) -> UUID:
        """As the page would have brought it."""
        return ids.bound(UUID(int=self.dice.getrandbits(128), version=4), by, self.couple)

    @contextmanager
    def later(self, minutes: int) -> Iterator[None]:
        """So long after what happened before, and as long as a person takes."""
        with clock.as_of(clock.now() + minutes * A_MINUTE + self.dice.randrange(60) * A_MINUTE / 60):
            yield


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happens on a day of the story."""

    day: int
    at: time = time(20, 40)

    def happen(self, told: Telling) -> None:
        raise NotImplementedError


def tell(told: Telling, events: Iterable[Event]) -> Iterator[int]:
    """Each in its turn. Yields the day of each, for whoever waits."""
    for event in sorted(events, key=lambda each: (each.day, each.at)):
        with clock.as_of(told.at(event.day, event.at) + told.dice.randrange(9 * 60) * A_MINUTE / 60):
            event.happen(told)
        yield event.day
