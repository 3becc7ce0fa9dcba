"""Ids that a page brings along for what is to be made, so that sending it twice makes one.

A page may bring any id, also one it read somewhere. Looking up whose it is would tell whether there is such a row: the
partner's draft, say. So the second half of each id that is kept follows from the first half, the person and the couple.
Whatever a page brings is turned into such an id, and only its own person's rows can have it.
"""

from uuid import UUID, uuid5

from couples.accounts.models import Person
from couples.space.models import Couple

HALF = 8


def bound(id: UUID, person: Person, couple: Couple) -> UUID:
    """This person's id with the same first half. Of one that is bound to them already: itself."""
    first = id.bytes[:HALF]
    whose = uuid5(person.pk, f"{couple.pk} {first.hex()}")
    return UUID(bytes=first + whose.bytes[HALF:])
