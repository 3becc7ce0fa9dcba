"""What an open page asks every few seconds: which lines and questions there are, and at which revision each is."""

from hashlib import sha256
from typing import Any

from couples.space.models import Couple
from journal.agreements.models import Agreement, Guideline, Overlap


def revisions_of(couple: Couple, *, seen: str) -> dict[str, Any] | None:
    """The lines in order, each with its revision, and the questions under them. None if that is what the page has
    `seen`.

    The name of this state is read first, so it is never newer than the lines it names.
    """
    rev = Agreement.objects.for_couple(couple).values_list("rev", flat=True).first() or 0
    asked = list(Overlap.objects.for_couple(couple).open().order_by("at").values_list("pk", "line_id"))
    now = sha256(str((rev, asked)).encode()).hexdigest()[:16]
    if now == seen:
        return None
    lines = dict(Guideline.objects.for_couple(couple).in_draft().in_order().values_list("pk", "rev"))
    keys = [f"{pk} {lines[line]}" for line in lines for pk, where in asked if where == line]
    return {"seen": now, "lines": {str(pk): rev for pk, rev in lines.items()}, "questions": keys}
