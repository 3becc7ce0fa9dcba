"""Ada takes a break at half past eight in Berlin; Ben reads of it in New York."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine

from couples import clock
from couples.accounts.models import Person
from couples.space.models import Couple
from journal.breaks import services as breaks
from journal.breaks.models import Break

EVENING = datetime(2026, 11, 26, 19, 30, tzinfo=UTC)


@pytest.fixture
def evening() -> Any:
    with time_machine.travel(EVENING, tick=False) as travelling:
        yield travelling


@pytest.fixture
def taken(evening: Any, couple: Couple, ada: Person) -> Break:
    """Ada’s, for half an hour."""
    return breaks.take(couple, by=ada, id=uuid4(), until_at=clock.now() + timedelta(minutes=30))


@pytest.fixture
def later(evening: Any) -> Callable[[int], None]:
    """So many minutes after half past eight."""

    def move(minutes: int) -> None:
        evening.move_to(EVENING + timedelta(minutes=minutes))

    return move
