"""The addresses of support that hold something, and a couple that has notes to take along (tests/addresses.py)."""

from typing import Any

from couples.accounts.models import Person
from couples.space.models import Couple
from journal.support import services as support

HOLDS: dict[str, str] = {}
ONLY_SENT: set[str] = set()


def world(couple: Couple, one: Person, other: Person, word: str, *, many: int) -> dict[str, Any]:
    for person in (one, other):
        mine = support.keep(couple, by=person, values={"wish": word, "chosen": []})
        support.release(couple, by=person, seen=support.seen_as(mine))
    return {}
