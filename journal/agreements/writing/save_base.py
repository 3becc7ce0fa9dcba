"""Finds what a saving names: the revision it was typed on, and operations that may be repeated."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, Q

from journal.agreements.errors import ForeignOperation, UnknownBase
from journal.agreements.models import Guideline, Overlap, Revision

Done = Revision | Overlap


@dataclass(frozen=True, slots=True)
class Known:
    done: Mapping[UUID, Done]
    base: Revision | None

    def operation(self, line: Guideline, op_id: UUID) -> Done | None:
        """What this operation came to before, if it is a repeated one."""
        done = self.done.get(op_id)
        if done and done.line_id != line.pk:
            raise ForeignOperation
        return done

    def typed_on(self, line: Guideline, base_op: UUID | None) -> tuple[str, Overlap | None]:
        """The words it was typed from, and the open overlap it goes on writing."""
        if base_op is None and self.base:
            return self.base.text, None
        done = self.operation(line, base_op) if base_op else None
        if done is None:
            raise UnknownBase
        if isinstance(done, Overlap) and done.settled_at is None:
            return done.base, done
        return sent_by(done), None


def look_up(line: Guideline, base_rev: int | None, named: Set[UUID | None]) -> Known:
    """Reads what the saving names, and the line anew under the lock of its agreement.

    One query, since somebody waits for it. There are more only where words overlap or nothing that it names was saved.
    """
    operations = [each for each in named if each]
    overlaps = Overlap.objects.filter(couple=line.couple_id, op_id__in=operations)
    asked = Q(op_id__in=operations) | Q(line=line, rev=base_rev or 0)
    found = Revision.objects.filter(asked, couple=line.couple_id).select_related("line")
    revisions = list(found.annotate(overlapped=Exists(overlaps)))
    now = next((each.line for each in revisions if each.line_id == line.pk), None)
    _read(line, now or Guideline.objects.get(pk=line.pk, couple=line.couple_id))
    base = next((each for each in revisions if (each.line_id, each.rev) == (line.pk, base_rev)), None)
    done: dict[UUID, Done] = {each.op_id: each for each in revisions}
    if not revisions or revisions[0].overlapped:
        done |= {each.op_id: each for each in overlaps}
    return Known(done, base)


def _read(line: Guideline, now: Guideline) -> None:
    """Makes `line` what `now` says; the couple it came with is known already and not asked for again."""
    for field in line._meta.concrete_fields:
        line.__dict__[field.attname] = now.__dict__[field.attname]
    line._state.adding, line._state.db = False, now._state.db


def sent_by(done: Done) -> str:
    if isinstance(done, Overlap):
        return done.mine
    return done.text if done.sent is None else done.sent
