"""What became of single dates of many rituals at once."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from rituals.cadence import Changes
from rituals.models import OccurrenceChange


def changes_of(rituals: Collection[UUID]) -> dict[UUID | None, Changes]:
    """The dates that were skipped or moved, by ritual. For None there are none. One query at most."""
    found: defaultdict[UUID | None, dict[date, datetime | None]] = defaultdict(dict)
    if rituals:
        for change in OccurrenceChange.objects.filter(ritual__in=rituals):
            found[change.ritual_id][change.on] = change.to
    return dict(found)
