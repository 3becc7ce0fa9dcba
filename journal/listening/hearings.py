"""Where something was listened to."""

from collections.abc import Collection
from uuid import UUID

from couples.space.models import Couple
from journal.listening.models import Hearing, Turn


def hearings_of(couple: Couple, entries: Collection[UUID]) -> set[UUID]:
    """The hearings of these entries, and of what was said there in reply, as that can be listened to as well."""
    found: set[UUID] = set()
    new = _about(couple, entries)
    while new:
        found |= new
        said = Turn.objects.for_couple(couple).filter(hearing__in=new).values_list("pk", flat=True)
        new = _about(couple, list(said)) - found
    return found


def _about(couple: Couple, entries: Collection[UUID]) -> set[UUID]:
    return set(Hearing.objects.for_couple(couple).filter(entry_id__in=entries).values_list("pk", flat=True))
