"""How a couple's guidelines grew: whose words came and went, who chose between two wordings, who took a line away."""

from dataclasses import dataclass

from couples.access import CoupleRequest, member
from couples.newest import READ, Newest, newest
from couples.space.models import Membership
from journal.agreements.models import Guideline, Revision
from journal.agreements.text.word_diff import Piece, word_diff

MOST_CHANGES = 60


def taken_away(request: CoupleRequest, *, whole: bool) -> Newest[tuple[Guideline, Membership | None]]:
    """What was taken away last, and by whom."""
    away = Guideline.objects.for_couple(request.couple).filter(removed_at__isnull=False, forgotten_at=None)
    found = newest(away.order_by("-removed_at"), MOST_CHANGES if whole else READ)
    return Newest([(line, member(request, line.removed_by_id)) for line in found], found.more and not whole)


@dataclass(frozen=True)
class Change:
    """One revision beside the one before it: whose words, and who chose them where there were two wordings."""

    revision: Revision
    by: Membership | None
    chosen_by: Membership | None
    pieces: list[Piece]


def changes(request: CoupleRequest, *, whole: bool) -> Newest[Change]:
    """The latest revisions. Two queries."""
    revisions = Revision.objects.for_couple(request.couple)
    latest = newest(revisions.order_by("-at"), MOST_CHANGES if whole else READ)
    lines, ones_before = {each.line_id for each in latest}, {each.rev - 1 for each in latest}
    before = {(each.line_id, each.rev): each for each in revisions.filter(line_id__in=lines, rev__in=ones_before)}
    found = []
    for each in latest:
        earlier = before.get((each.line_id, each.rev - 1))
        # The wording before it may be forgotten: then nobody can say what was new.
        known = earlier or each.rev == 1
        pieces = word_diff(earlier.text if earlier else "", each.text) if known else [Piece("same", each.text)]
        found.append(Change(each, member(request, each.by_id), member(request, each.chosen_by_id), pieces))
    return Newest(found, latest.more and not whole)
