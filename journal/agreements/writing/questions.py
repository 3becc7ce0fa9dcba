"""What the page asks the two people where both changed the same words of a line."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F

from couples.access import CoupleRequest, member
from couples.space.models import Membership
from journal.agreements.models import Guideline, Overlap, Revision
from journal.agreements.writing.overlaps import wordings
from journal.agreements.writing.trouble import Trouble


@dataclass(frozen=True)
class Wording:
    """One of two versions of a line, and who wrote it (None: somebody who is no longer here)."""

    choice: str
    words: str
    by: Membership | None
    mine: bool


@dataclass(frozen=True)
class Question:
    """An overlap, for the two people to settle."""

    overlap: Overlap
    wordings: Sequence[Wording]
    trouble: Trouble | None = None

    @property
    def one_author(self) -> bool:
        """Both wordings are one person's, from two devices: whose they are does not tell them apart."""
        return self.wordings[0].by == self.wordings[1].by

    @property
    def third(self) -> str:
        return self.trouble.words if self.trouble else self.wordings[0].words


def questions(
    request: CoupleRequest, lines: Sequence[Guideline], trouble: Trouble | None = None
) -> dict[UUID, list[Question]]:
    """Open overlaps by line. Two queries, or one when there are none."""
    by_id = {line.pk: line for line in lines}
    overlaps = Overlap.objects.for_couple(request.couple).open().order_by("at")
    # A couple has few open ones. Naming a hundred lines to the database would take longer than to leave some out here.
    found = [each for each in overlaps if each.line_id in by_id]
    if not found:
        return {}
    heads = Revision.objects.filter(line__in={each.line_id for each in found}, rev=F("line__rev"))
    earlier_by = dict(heads.values_list("line_id", "by_id"))
    asked: dict[UUID, list[Question]] = {}
    for overlap in found:
        overlap.line = by_id[overlap.line_id]
        hurt = trouble if trouble and trouble.overlap == overlap.pk else None
        two = _two(request, overlap, earlier_by.get(overlap.line_id))
        asked.setdefault(overlap.line_id, []).append(Question(overlap, two, hurt))
    return asked


def _two(request: CoupleRequest, overlap: Overlap, earlier_by: UUID | None) -> list[Wording]:
    texts = zip(("earlier", "later"), wordings(overlap), (earlier_by, overlap.by_id), strict=True)
    me = request.person.pk
    return [Wording(choice, text, member(request, by), mine=by == me) for choice, text, by in texts]
