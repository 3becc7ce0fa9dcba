from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine

from couples.accounts.models import Person
from couples.space.models import Couple
from journal.checkins import services as checkins
from journal.listening import services, sources
from journal.listening.models import Turn
from journal.listening.sources import Shared
from journal.listening.steps import Step

ON = date(2026, 11, 22)
EVENING = datetime(2026, 11, 22, 20, tzinfo=UTC)


@pytest.fixture(autouse=True)
def evening() -> Any:
    with time_machine.travel(EVENING, tick=False) as clock:
        yield clock


@pytest.fixture
def shared(couple: Couple, ada: Person, ben: Person) -> Shared:
    """Ada's check-in of an evening both opened: Ben may listen."""
    hers = [checkins.seal(couple, by=person, on=ON, values={"line": f"{person.name}’s day"}) for person in (ada, ben)]
    found = sources.find(couple, "checkins", hers[0].pk)
    assert found
    return found


Say = Callable[..., Turn]


@pytest.fixture
def say(shared: Shared, ada: Person, ben: Person) -> Say:
    """`say("ben", Step.HEARD, "words")`, from a page as it is now."""
    people = {"ada": ada, "ben": ben}

    def said(name: str, step: Step, text: str = "", *, seen: int | None = None, **more: Any) -> Turn:
        by, other = people[name], next(person for each, person in people.items() if each != name)
        now = Turn.objects.said().count() if seen is None else seen
        return services.say(shared, services.pair(shared, by, other), step=step, seen=now, text=text, **more)

    return said


@pytest.fixture
def ben_listens(shared: Shared, ada: Person, ben: Person) -> services.Pair:
    return services.pair(shared, ben, ada)


@pytest.fixture
def ada_speaks(shared: Shared, ada: Person, ben: Person) -> services.Pair:
    return services.pair(shared, ada, ben)
