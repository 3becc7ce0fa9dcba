"""Data keys, unwrapped: one for each couple, each person and the house. Kept here for at most five minutes (K5)."""

import secrets
import threading
from dataclasses import dataclass
from time import monotonic
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction

from couples import clock
from couples.vault import keyring
from couples.vault.cipher import bind
from couples.vault.errors import KeyGone
from couples.vault.holders import Holder
from couples.vault.models import DataKey

LIFE_SECONDS = 300.0
MOST = 10_000


class _Cache:
    """Data keys by id, and ids by holder, each for five minutes by a clock nobody can set back. Oldest first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: dict[UUID | Holder, tuple[float, Any]] = {}

    def get(self, name: UUID | Holder) -> Any:
        with self._lock:
            self._drop_old()
            return self._kept.get(name, (0.0, None))[1]

    def put(self, name: UUID | Holder, value: Any) -> None:
        with self._lock:
            self._kept.pop(name, None)
            self._drop_old(MOST - 1)
            self._kept[name] = (monotonic() + LIFE_SECONDS, value)

    def drop(self, *names: UUID | Holder) -> None:
        with self._lock:
            for name in names:
                self._kept.pop(name, None)

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()

    def _drop_old(self, most: int = MOST) -> None:
        now = monotonic()
        while self._kept:
            oldest = next(iter(self._kept))
            if self._kept[oldest][0] > now and len(self._kept) <= most:
                return
            del self._kept[oldest]


cache = _Cache()


@dataclass(frozen=True, slots=True)
class _Made:
    """A new key before its commit. Only its own transaction encrypts with it, since it may yet be rolled back."""

    holder: Holder
    key_id: UUID

    def __call__(self) -> None:
        cache.put(self.holder, self.key_id)


def key_for(holder: Holder) -> tuple[UUID, bytes]:
    """The holder's data key, made when it has none. Raises KeyGone when it was destroyed."""
    key_id: UUID | None = cache.get(holder) or _made_here(holder)
    if key_id is not None:
        return key_id, key_by_id(key_id)
    row = _find(holder)
    if row is None:
        row = _make(holder)
    else:
        cache.put(holder, row.pk)  # committed: one of our own transaction would have been found above
    return row.pk, open_row(row)


def key_by_id(key_id: UUID) -> bytes:
    found: bytes | None = cache.get(key_id)
    if found:
        return found
    row = DataKey.objects.filter(pk=key_id).first()
    if row is None:
        raise KeyGone("This data key does not exist")
    return open_row(row)


@transaction.atomic
def destroy(holder: Holder) -> None:
    """Make all this holder's words unreadable, in every copy (K7). Other processes follow within five minutes."""
    row = _find(holder)
    if row is None:
        return
    DataKey.objects.filter(pk=row.pk).update(wrapped=None, destroyed_at=clock.now())
    cache.drop(holder, row.pk)
    transaction.on_commit(lambda: cache.drop(holder, row.pk))


def _columns(holder: Holder) -> dict[str, Any]:
    return {"house": True} if holder.kind == "house" else {f"{holder.kind}_id": holder.id}


def _find(holder: Holder) -> DataKey | None:
    return DataKey.objects.filter(**_columns(holder)).first()


def _address(key_id: UUID, holder: Holder) -> bytes:
    return bind("data key", str(key_id), holder.kind, str(holder.id or ""))


def _make(holder: Holder) -> DataKey:
    """Two who make it at once both end up with the first one's: the second waits for that commit, and does not fail."""
    key_id = uuid4()
    kek_id, wrapped = keyring.wrap(secrets.token_bytes(keyring.KEY_BYTES), address=_address(key_id, holder))
    row = DataKey(id=key_id, wrapped=wrapped, kek_id=kek_id, **_columns(holder))
    DataKey.objects.bulk_create([row], ignore_conflicts=True)
    row = DataKey.objects.get(**_columns(holder))
    transaction.on_commit(_Made(holder, row.pk))
    return row


def _made_here(holder: Holder) -> UUID | None:
    """The key this open transaction made. A rollback takes its hook from Django's list, and with it our memory."""
    made = (hook for _, hook, *_ in connection.run_on_commit if isinstance(hook, _Made))
    return next((hook.key_id for hook in made if hook.holder == holder), None)


def open_row(row: DataKey) -> bytes:
    """Its data key, unwrapped and remembered. Raises KeyGone, KeyUnavailable or Tampered."""
    key = unwrapped(row)
    cache.put(row.pk, key)  # safe before the commit as well: an id is never given twice
    return key


def unwrapped(row: DataKey) -> bytes:
    """Its data key, for somebody who looks at all of them: not remembered."""
    if row.wrapped is None:
        raise KeyGone("This data key was destroyed")
    return keyring.unwrap(bytes(row.wrapped), kek_id=row.kek_id, address=_address(row.pk, row.holder))


def rewrap(row: DataKey) -> None:
    """Have the newest key wrap its data key, which stays the same. Raises as `unwrapped` does, with nothing changed.

    One statement, only for the bytes that were read. Whatever another process did meanwhile stays: a row that it
    rewrapped, and above all one that it destroyed (K7).
    """
    key, address = unwrapped(row), _address(row.pk, row.holder)
    kek_id, wrapped = keyring.wrap(key, address=address)
    as_read = DataKey.objects.filter(pk=row.pk, kek_id=row.kek_id, wrapped=row.wrapped)
    as_read.update(kek_id=kek_id, wrapped=wrapped)
