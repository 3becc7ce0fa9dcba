"""The addresses of breaks that hold something, and a couple that has it (tests/addresses.py)."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from couples import clock
from couples.accounts.models import Person
from couples.space.models import Couple
from journal.breaks import services as breaks
from tests.page_sends import having

HOLDS = {"page": "break", "ready": "break", "new-time": "break", "rest": "break"}
ONLY_SENT = {"ready", "rest"}
MAKES = {"a break": having("breaks:home", {"until": "30"})}
FORMS = {"ReturnTimeForm": "a break"}


def world(couple: Couple, one: Person, other: Person, word: str, *, many: int) -> dict[str, Any]:
    """One that both are back from: while it is on, it would hold up their talks."""
    until = clock.now() + timedelta(minutes=30)
    taken = breaks.take(couple, by=one, id=uuid4(), until_at=until)
    for person in (one, other):
        breaks.ready(taken, by=person, seen=0)
    return {"break": taken.pk}
