"""Words that one practice hands on to another. Practices never meet: each that takes words says how, by its key."""

from collections.abc import Callable
from uuid import UUID

from couples.accounts.models import Person
from couples.space.models import Couple

#: Keeps these words of somebody's, and gives the address where they stand now. The same id again keeps them once.
Takes = Callable[[Couple, Person, UUID, str], str]

_takers: dict[str, Takes] = {}


def register(key: str, takes: Takes) -> None:
    _takers[key] = takes


def hand_on(key: str, couple: Couple, *, by: Person, id: UUID, text: str) -> str:
    """Raises whatever the practice refuses."""
    return _takers[key](couple, by, id, text)
