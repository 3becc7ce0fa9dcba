"""How one's own words in guidelines are erased. What was signed stays word for word with whoever signed it (P6).

A line of the draft that only one of the two has written in is theirs to erase; what both have written in is both's.
"""

from couples.erasing.eraser import Eraser
from journal.agreements.models import Agreement, Guideline, Overlap, Revision


def line_is_ones_own(line: Guideline) -> bool:
    """Only while nobody else has written in it."""
    others = [model.objects.filter(line=line).exclude(by=line.added_by) for model in (Revision, Overlap)]
    return line.added_by_id is not None and not any(rows.exists() for rows in others)


def erase_line(eraser: Eraser, line: Guideline) -> None:
    """It leaves the draft, if it was there, and nothing of how it grew remains."""
    _change(line)
    for row in [*Overlap.objects.filter(line=line), *Revision.objects.filter(line=line)]:
        eraser.delete(row)
    eraser.blank(line)


def wording_is_past(revision: Revision) -> bool:
    """What a line says now goes with the line."""
    return revision.rev != revision.line.rev


def erase_wording(eraser: Eraser, revision: Revision) -> None:
    """It goes whole."""
    _change(revision.line)
    eraser.delete(revision)


def is_settled(overlap: Overlap) -> bool:
    """Only once one of the two was chosen."""
    return overlap.settled_at is not None or overlap.couple.closed_at is not None


def erase_two_wordings(eraser: Eraser, overlap: Overlap) -> None:
    """It goes whole."""
    _change(overlap.line)
    eraser.delete(overlap)


def _change(line: Guideline) -> None:
    """Holds the agreement, as every change does, and counts this one: open pages look again. Of a closed couple too."""
    agreement = Agreement.objects.select_for_update().get(pk=line.agreement_id)
    agreement.rev += 1
    agreement.save(update_fields=["rev"])
