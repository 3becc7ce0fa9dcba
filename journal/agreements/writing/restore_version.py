"""The words of a signed version, once more as the draft."""

from itertools import pairwise
from uuid import uuid4

from django.db import transaction

from couples.accounts.models import Person
from journal.agreements.lock import locked
from journal.agreements.models import Guideline, SignedVersion
from journal.agreements.writing.lines import add_line, move, remove


@transaction.atomic
def restore_version(version: SignedVersion, *, by: Person) -> None:
    """The draft then reads as this version did. What is in force stays so; lines that go can come back like any other.

    Doing it twice changes nothing more. Lines that stand already keep their history.
    """
    locked(version.couple)
    free = list(Guideline.objects.for_couple(version.couple).in_draft().in_order())
    wanted: list[Guideline | None] = []
    for text in version.lines:
        line = next((each for each in free if each.text.strip() == text.strip()), None)
        wanted.append(line)
        if line:
            free.remove(line)
    for line in free:  # first, so that there is room
        remove(line, by=by)
    texts = zip(wanted, version.lines, strict=True)
    lines = [line or add_line(version.couple, by=by, text=text, op_id=uuid4()) for line, text in texts]
    for before, after in pairwise(lines):
        move(after, side="after", other=before)
