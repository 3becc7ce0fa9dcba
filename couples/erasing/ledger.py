"""The ledger of erasures: a file beside the database, and out of reach of a backup that is put back (K7, G3).

Leavings stand there too: a backup from before would open the doors again that somebody has closed (P1).
What is erased for good first stands in the database, in the transaction that erases it. Once that is committed, the
line goes into the file and onto its disk. A line that did not get there is taken again by the sweep. Lines hold ids and
instants: nothing of what was erased, and no address.

A database that lacks a line of the file is older than the file: it was restored (couples/erasing/replay.py).
"""

import fcntl
import json
import os
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction
from django.db.models import F

from couples import clock
from couples.erasing.eraser import Eraser, How
from couples.erasing.models import LedgerLine, What
from couples.space.models import Couple, Membership, Slot

#: Lines of one write.
BATCH = 1_000


def path() -> Path:
    return Path(settings.NEARER_LEDGER)


def rows_of(eraser: Eraser) -> list[list[str]]:
    """What the eraser touched, as it can wait in a row until nobody can undo it."""
    return [[each.model._meta.label_lower, each.id, each.how.value] for each in eraser.touched]


def enter_rows(touched: Iterable[Iterable[str]]) -> None:
    """In the transaction after which nobody can undo it."""
    lines = [LedgerLine(what=What.ROW, model=model, of=UUID(id), how=How(how)) for model, id, how in touched]
    LedgerLine.objects.bulk_create(lines)
    transaction.on_commit(note, robust=True)


def enter(what: What, of: UUID, *, key: UUID | None = None) -> None:
    """In the transaction that erases everything of somebody's, a person or a couple. `key` was destroyed."""
    LedgerLine.objects.create(what=what, of=of, key=key)
    transaction.on_commit(note, robust=True)


def enter_leaving(couple: Couple) -> None:
    """In the transaction that closes a couple. One that only ever had one person in it needs no line.

    The line's id follows from the membership's: leaving that is done again (couples/erasing/replay.py) adds no line.
    """
    if Membership.objects.filter(couple=couple).count() < len(Slot):
        return
    # Who left knows it from that instant on, and the other one later.
    for id in Membership.objects.filter(couple=couple, told_at=F("left_at")).values_list("pk", flat=True):
        LedgerLine.objects.get_or_create(pk=uuid5(id, What.LEFT), defaults={"what": What.LEFT, "of": id})
    transaction.on_commit(note, robust=True)


def note() -> None:
    """Put every line that is not in the file yet there, and onto its disk. Two at once write one after the other, and a
    line that stands there twice says the same.
    """
    while lines := list(LedgerLine.objects.filter(noted_at=None).order_by("at", "pk")[:BATCH]):
        append(lines)
        LedgerLine.objects.filter(pk__in=[each.pk for each in lines]).update(noted_at=clock.now())


def append(lines: Iterable[LedgerLine]) -> None:
    path().parent.mkdir(parents=True, exist_ok=True)
    with path().open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        # Whoever was killed in the middle of a line has left one that says nothing; the next begins on its own.
        begun = file.tell() and not _ends_a_line()
        file.write((b"\n" if begun else b"") + b"".join(_written(each) for each in lines))
        file.flush()
        os.fsync(file.fileno())


def read() -> Iterator[LedgerLine]:
    """The lines of the file, oldest first, not saved. What is no line is left out: it was never acknowledged."""
    if not path().exists():
        return
    with path().open("rb") as file:
        for written in file:
            try:
                yield _read(json.loads(written))
            except (ValueError, KeyError, TypeError):
                continue


def unknown() -> list[LedgerLine]:
    """The lines of the file that this database does not know."""
    found: list[LedgerLine] = []
    some: dict[UUID, LedgerLine] = {}
    for line in read():
        some[line.pk] = line
        if len(some) == BATCH:
            found += _not_known(some)
            some = {}
    return found + _not_known(some)


def _not_known(lines: dict[UUID, LedgerLine]) -> list[LedgerLine]:
    known = set(LedgerLine.objects.filter(pk__in=lines).values_list("pk", flat=True))
    return [line for id, line in lines.items() if id not in known]


def _ends_a_line() -> bool:
    with path().open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"


def _written(line: LedgerLine) -> bytes:
    said: dict[str, Any] = {"id": str(line.pk), "at": line.at.astimezone(UTC).isoformat(), "what": line.what}
    said |= {"of": str(line.of)}
    said |= {"model": line.model, "how": line.how} if line.model else {}
    said |= {"key": str(line.key)} if line.key else {}
    return json.dumps(said).encode() + b"\n"


def _read(said: dict[str, Any]) -> LedgerLine:
    return LedgerLine(
        id=UUID(said["id"]),
        what=What(said["what"]),
        of=UUID(said["of"]),
        model=said.get("model", ""),
        how=said.get("how", ""),
        key=UUID(said["key"]) if "key" in said else None,
        at=datetime.fromisoformat(said["at"]),
    )
