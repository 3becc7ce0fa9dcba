"""The addresses of how close it feels, and a couple that shares its lines (tests/addresses.py)."""

from typing import Any

from couples.accounts.models import Person
from couples.space.models import Couple
from journal.nearness import services as nearness
from journal.nearness.words import Nearness

HOLDS: dict[str, str] = {}
ONLY_SENT = {"sharing", "ending"}


def world(couple: Couple, one: Person, other: Person, word: str, *, many: int) -> dict[str, Any]:
    for person in (one, other):
        nearness.say(couple, by=person, word=Nearness.CLOSE)
        nearness.share(couple, by=person)
    return {}
