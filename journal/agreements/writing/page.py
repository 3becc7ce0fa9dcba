"""What the page of a couple's guidelines shows: each line with its neighbours and questions, and where signing is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from couples import clock
from couples.access import CoupleRequest, member, name_of_other, new_id
from couples.space.models import Membership
from journal.agreements.hints import hint_for
from journal.agreements.models import MOST_CHARACTERS, MOST_LINES, Guideline, Overlap
from journal.agreements.signing.digest import digest
from journal.agreements.signing.versions import SigningState, signing_state, words_of
from journal.agreements.writing.questions import Question, questions
from journal.agreements.writing.trouble import Trouble
from journal.wording.engine import Hint

#: How long a line that was taken away stays in its place, with Undo. After that it is found under History.
UNDO = timedelta(hours=1)


@dataclass
class Row:
    """One line as the page shows it."""

    line: Guideline
    #: Its place in the draft, from 1; none for a line that was taken away.
    number: int | None = None
    #: What the line is called where nobody sees its number.
    label: str = ""
    trouble: Trouble | None = None
    questions: Sequence[Question] = ()
    previous: Guideline | None = None
    following: Guideline | None = None
    removed_by: Membership | None = None
    hint: Hint | None = None
    #: The buttons that move it or take it away are shown without scripts as well.
    is_open: bool = False
    op_id: UUID = field(default_factory=uuid4)

    @property
    def is_removed(self) -> bool:
        """Taken away, and nobody's words that could not be saved are in it."""
        return self.number is None and self.trouble is None

    @property
    def remark(self) -> Trouble | Hint | None:
        """Something is said under the line."""
        return self.trouble or self.hint

    @cached_property
    def id(self) -> str:
        return str(self.line.pk)

    @cached_property
    def words(self) -> str:
        return self.trouble.words if self.trouble else self.line.text

    @property
    def height(self) -> str:
        """Rows of the textarea where the browser cannot fit it to its words by itself."""
        return str(min(2 + len(self.words) // 40 + self.words.count("\n"), 12))

    @property
    def base_rev(self) -> str:
        """Written out: as a number it would get a comma."""
        return str((self.trouble.base_rev if self.trouble else self.line.rev) or "")


def hint_about(request: CoupleRequest, text: str, *, writing: bool) -> Hint | None:
    return hint_for(text, names=(request.person.name, name_of_other(request)), writing=writing)


def context(
    request: CoupleRequest, trouble: Trouble | None = None, *, written: UUID | None = None, opened: UUID | None = None
) -> dict[str, Any]:
    """Everything the page needs; the number of queries does not grow with the lines.

    `written` is the line this person has just saved: its hint may also say how to put it better. `opened` is the line
    whose further buttons somebody without scripts has asked for.
    """
    recent = Q(removed_at=None) | Q(removed_at__gt=clock.now() - UNDO)
    if trouble and trouble.line:
        recent |= Q(pk=trouble.line)  # however long ago it was taken away: their words are in it
    lines = list(Guideline.objects.for_couple(request.couple).filter(recent).in_order())
    draft = [line for line in lines if line.removed_at is None]
    made = rows(request, lines, draft, trouble)
    for row in made:
        row.hint = hint_about(request, row.words, writing=row.line.pk == written)
        row.is_open = row.line.pk == opened
    unsettled = any(row.questions for row in made if row.line.removed_at is None)
    return _signing(request, draft, unsettled=unsettled) | {
        "rows": made,
        "lines_url": reverse("agreements:lines"),
        "most": MOST_CHARACTERS,
        "is_full": len(draft) >= MOST_LINES,
        "new": trouble if trouble and not (trouble.line or trouble.overlap) else None,
        "new_op": new_id(request),
    }


def state(request: CoupleRequest) -> dict[str, Any]:
    """What the part about signing says. Open pages ask for it by itself, so no line is made ready for the page."""
    draft = Guideline.objects.for_couple(request.couple).in_draft().in_order()
    asked = Overlap.objects.for_couple(request.couple).open().filter(line__removed_at=None)
    return _signing(request, draft, unsettled=asked.exists())


def _signing(request: CoupleRequest, draft: Iterable[Guideline], *, unsettled: bool) -> dict[str, Any]:
    words = words_of(draft)
    signed = signing_state(request.couple, digest(words))
    return {
        "signing": signed,
        "mine": signed.signature_of(request.person),
        "theirs": signed.signature_of(request.partner),
        "unsettled": unsettled,
        "state_key": state_key(request, signed, unsettled, bool(words)),
        "anything_to_sign": bool(words),
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
    called, called_removed = _("Guideline %(number)s"), _("A removed guideline")
    made = []
    for line in lines:
        row = Row(line, questions=asked.get(line.pk, ()))
        row.trouble = trouble if trouble and trouble.line == line.pk else None
        at = place.get(line.pk)
        if at is None:
            row.removed_by = member(request, line.removed_by_id)
            row.label = called_removed
        else:
            row.number = at + 1
            row.label = called % {"number": row.number}
            row.previous = draft[at - 1] if at else None
            row.following = draft[at + 1] if at + 1 < len(draft) else None
        made.append(row)
    return made
