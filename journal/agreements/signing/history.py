"""How a couple's guidelines grew: whose words came and went, who chose between two wordings, who took a line away."""

from dataclasses import dataclass

from couples.access import CoupleRequest, member
from couples.space.models import Membership
from journal.agreements.models import Guideline, Revision
from journal.agreements.text.word_diff import Piece, word_diff

MOST_CHANGES = 60


def taken_away(request: CoupleRequest) -> list[tuple[Guideline, Membership | None]]:
    """What was taken away last, and by whom."""
    away = Guideline.objects.for_couple(request.couple).filter(removed_at__isnull=False, forgotten_at=None)
    return [(line, member(request, line.removed_by_id)) for line in away.order_by("-removed_at")[:MOST_CHANGES]]


@dataclass(frozen=True)
class Change:
    """One revision beside the one before it: whose words, and who chose them where there were two wordings."""

    revision: Revision
    by: Membership | None
    chosen_by: Membership | None
    pieces: list[Piece]


def changes(request: CoupleRequest) -> list[Change]:
    """The latest revisions. Two queries."""
    latest = list(Revision.objects.for_couple(request.couple).order_by("-at")[:MOST_CHANGES])
    every = Revision.objects.for_couple(request.couple).filter(line_id__in={each.line_id for each in latest})
    before = {(each.line_id, each.rev): each for each in every}
    found = []
    for each in latest:
        earlier = before.get((each.line_id, each.rev - 1))
        # The wording before it may be forgotten: then nobody can say what was new.
        known = earlier or each.rev == 1
        pieces = word_diff(earlier.text if earlier else "", each.text) if known else [Piece("same", each.text)]
        found.append(Change(each, member(request, each.by_id), member(request, each.chosen_by_id), pieces))
    return found
