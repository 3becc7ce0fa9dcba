"""Moves every data key from older keys of NEARER_KEY to the newest, so that an older one can be taken away (K4).

Data keys are all that NEARER_KEY wraps. They stay the same, and so do the words they encrypt and what processes
remember of them. Digests are keyed by SECRET_KEY (couples/keyed.py), and no change of NEARER_KEY touches them.

Each data key moves by a statement of its own. A run that is killed has lost nothing, and the next one goes on. Two at
once do no harm. A destroyed data key has nothing to move: it stays destroyed and holds no older key back (K7).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from django.db import models

from couples.vault import keyring, keys
from couples.vault.errors import VaultError
from couples.vault.models import DataKey

AT_ONCE = 200
#: New data keys may come while one pass is under way, from a process that knows the older keys only.
PASSES = 3


@dataclass(frozen=True, slots=True)
class Progress:
    done: int
    of: int


@dataclass(slots=True)
class Wrapped:
    """The data keys that one key-encryption key wraps."""

    kek_id: str
    known: bool
    count: int = 0
    #: Those it does not open, though NEARER_KEY has a key of this name.
    closed: list[UUID] = field(default_factory=list)

    @property
    def opens_none(self) -> bool:
        """It is the key that is wrong, then, and not the rows."""
        return len(self.closed) == self.count


def rotate() -> Iterator[Progress]:
    """Rewraps all that opens, and skips what does not: `counted` names it."""
    of = left = _under_older_keys().count()
    yield Progress(0, of)
    for _ in range(PASSES):
        for rows in _by_id():
            for row in rows:
                try:
                    keys.rewrap(row)
                except VaultError:
                    continue
            left = _under_older_keys().count()
            of = max(of, left)
            yield Progress(of - left, of)
        if not left:
            return


def counted() -> list[Wrapped]:
    """Every data key is opened, for each key-encryption key that wraps any: the newest first, unknown ones last."""
    order = keyring.ids()
    found = {id: Wrapped(id, known=True) for id in order}
    for row in DataKey.objects.filter(wrapped__isnull=False).iterator():
        by = found.setdefault(row.kek_id, Wrapped(row.kek_id, known=False))
        by.count += 1
        if by.known and not _opens(row):
            by.closed.append(row.pk)
    return [by for by in found.values() if by.count]


def _opens(row: DataKey) -> bool:
    try:
        keys.unwrapped(row)
    except VaultError:
        return False
    return True


def _under_older_keys() -> models.QuerySet[DataKey]:
    return DataKey.objects.filter(wrapped__isnull=False).exclude(kek_id=keyring.ids()[0])


def _by_id() -> Iterator[list[DataKey]]:
    """By primary key, so that a row which does not open is met once in a pass."""
    after = UUID(int=0)
    while rows := list(_under_older_keys().filter(pk__gt=after).order_by("pk")[:AT_ONCE]):
        yield rows
        after = rows[-1].pk
