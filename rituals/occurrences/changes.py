"""What became of single dates of many rituals at once."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from rituals.cadence import Changes
from rituals.models import OccurrenceChange, Ritual, RitualQuerySet


def changes_of(rituals: Collection[UUID]) -> dict[UUID | None, Changes]:
    """The dates that were skipped or moved, by ritual. For None there are none. One query at most."""
    found: defaultdict[UUID | None, dict[date, datetime | None]] = defaultdict(dict)
    if rituals:
        for change in OccurrenceChange.objects.filter(ritual__in=rituals):
            found[change.ritual_id][change.on] = change.to
    return dict(found)


_CARRIED = ("on", "to_on", "to_at", "made_by", "made_at", "fine_at")


def carrying(rituals: RitualQuerySet) -> RitualQuerySet:
    """Each with its changes in the same row, for a page that counts its queries."""
    rows = OccurrenceChange.objects.filter(ritual=OuterRef("pk"))
    return rituals.annotate(carried=ArraySubquery(rows.values(row=JSONObject(**{name: name for name in _CARRIED}))))


def carried(ritual: Ritual) -> list[OccurrenceChange]:
    """The changes of a ritual that was found `carrying` them."""
    rows: list[dict[str, Any]] = ritual.carried  # type: ignore[attr-defined]  # annotated above
    return [_change(row) for row in rows]


def _change(row: dict[str, Any]) -> OccurrenceChange:
    moved = row["to_on"] and row["to_at"]
    return OccurrenceChange(
        on=date.fromisoformat(row["on"]),
        to_on=date.fromisoformat(row["to_on"]) if moved else None,
        to_at=time.fromisoformat(row["to_at"]) if moved else None,
        made_by_id=row["made_by"] and UUID(row["made_by"]),
        made_at=datetime.fromisoformat(row["made_at"]),
        fine_at=row["fine_at"] and datetime.fromisoformat(row["fine_at"]),
    )
