"""What the page of a couple's guidelines shows: each line, its neighbours, and where both changed the same words."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from django.db.models import F, Q

from couples import clock
from couples.access import CoupleRequest, member, name_of_other, new_id
from couples.space.models import Couple, Membership
from journal.agreements.errors import AgreementError
from journal.agreements.hints.engine import Hint, hint_for
from journal.agreements.models import MOST_CHARACTERS, MOST_LINES, Agreement, Guideline, Overlap, Revision
from journal.agreements.signing.digest import digest
from journal.agreements.signing.versions import SigningState, signing_state, words_of
from journal.agreements.writing.overlaps import wordings

#: How long a line that was taken away stays in its place, with Undo. After that it is found under History.
UNDO = timedelta(hours=1)


@dataclass(frozen=True)
class Trouble:
    """Words that could not be saved, shown again where they were typed, with the reason."""

    message: str
    words: str
    line: UUID | None = None
    overlap: UUID | None = None
    base_rev: int | None = None
    op_id: UUID = field(default_factory=uuid4)


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


@dataclass
class Row:
    line: Guideline
    #: Its place among the lines that stand; none for one that was taken away.
    number: int | None = None
    trouble: Trouble | None = None
    questions: Sequence[Question] = ()
    previous: Guideline | None = None
    following: Guideline | None = None
    removed_by: Membership | None = None
    hint: Hint | None = None
    op_id: UUID = field(default_factory=uuid4)

    @property
    def words(self) -> str:
        return self.trouble.words if self.trouble else self.line.text

    @property
    def height(self) -> int:
        """Rows of the textarea where the browser cannot fit it to its words by itself."""
        return min(2 + len(self.words) // 40 + self.words.count("\n"), 12)

    @property
    def base_rev(self) -> int | None:
        return self.trouble.base_rev if self.trouble else self.line.rev


def hint_about(request: CoupleRequest, text: str, *, writing: bool) -> Hint | None:
    return hint_for(text, names=(request.person.name, name_of_other(request)), writing=writing)


def context(request: CoupleRequest, trouble: Trouble | None = None, *, written: UUID | None = None) -> dict[str, Any]:
    """Everything the page needs; the number of queries does not grow with the lines.

    `written` is the line this person has just saved: its hint may also say how to put it better.
    """
    recent = Q(removed_at=None) | Q(removed_at__gt=clock.now() - UNDO)
    if trouble and trouble.line:
        recent |= Q(pk=trouble.line)  # however long ago it was taken away: their words are in it
    lines = list(Guideline.objects.for_couple(request.couple).filter(recent).in_order())
    draft = [line for line in lines if line.removed_at is None]
    words = words_of(draft)
    made = rows(request, lines, draft, trouble)
    for row in made:
        row.hint = hint_about(request, row.words, writing=row.line.pk == written)
    signed = signing_state(request.couple, digest(words))
    unsettled = any(row.questions for row in made if row.line.removed_at is None)
    return {
        "rows": made,
        "signing": signed,
        "mine": signed.signature_of(request.person),
        "theirs": signed.signature_of(request.partner),
        "unsettled": unsettled,
        "state_key": state_key(request, signed, unsettled, bool(words)),
        "anything_to_sign": bool(words),
        "most": MOST_CHARACTERS,
        "is_full": len(draft) >= MOST_LINES,
        "new": trouble if trouble and not (trouble.line or trouble.overlap) else None,
        "new_op": new_id(request),
        "called": name_of_other(request),
    }


def state_key(request: CoupleRequest, signed: SigningState, *said: bool) -> str:
    """Stands for all that the part about signing says: a page that shows this already is left as it is."""
    now = (signed.in_force, signed.look_again_on, signed.ended, signed.current, *signed.signatures)
    told = (*now, request.partner is None, *said)
    return sha256(str(told).encode()).hexdigest()[:16]


def rows(request: CoupleRequest, lines: list[Guideline], draft: list[Guideline], trouble: Trouble | None) -> list[Row]:
    asked = questions(request, lines, trouble)
    place = {line.pk: n for n, line in enumerate(draft)}
    made = []
    for line in lines:
        row = Row(line, questions=asked.get(line.pk, ()))
        row.trouble = trouble if trouble and trouble.line == line.pk else None
        at = place.get(line.pk)
        if at is None:
            row.removed_by = member(request, line.removed_by_id)
        else:
            row.number = at + 1
            row.previous = draft[at - 1] if at else None
            row.following = draft[at + 1] if at + 1 < len(draft) else None
        made.append(row)
    return made


def questions(
    request: CoupleRequest, lines: Sequence[Guideline], trouble: Trouble | None = None
) -> dict[UUID, list[Question]]:
    """Open overlaps by line. Two queries, or one when there are none."""
    found = list(Overlap.objects.for_couple(request.couple).open().filter(line__in=lines).order_by("at"))
    if not found:
        return {}
    heads = Revision.objects.filter(line__in={each.line_id for each in found}, rev=F("line__rev"))
    earlier_by = dict(heads.values_list("line_id", "by_id"))
    by_id = {line.pk: line for line in lines}
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


def trouble_with(error: AgreementError, **where: Any) -> Trouble:
    return Trouble(str(error), **where)


def revisions_of(couple: Couple, *, seen: str) -> dict[str, Any] | None:
    """The lines that stand, in order, each with its revision, and the questions under them; None if that is what was
    `seen`. What it is named by is read first: then it is never newer than what it names.
    """
    rev = Agreement.objects.for_couple(couple).values_list("rev", flat=True).first() or 0
    asked = list(Overlap.objects.for_couple(couple).open().order_by("at").values_list("pk", "line_id"))
    now = sha256(str((rev, asked)).encode()).hexdigest()[:16]
    if now == seen:
        return None
    lines = dict(Guideline.objects.for_couple(couple).in_draft().in_order().values_list("pk", "rev"))
    keys = [f"{pk} {lines[line]}" for line in lines for pk, where in asked if where == line]
    return {"seen": now, "lines": {str(pk): rev for pk, rev in lines.items()}, "questions": keys}
