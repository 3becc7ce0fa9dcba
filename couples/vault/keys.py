"""Data keys, unwrapped: one for each couple, each person and the house. Kept in this process for at most five minutes (K5)."""

import secrets
import threading
import time
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
    """Keys by their id and by their holder, each for five minutes by a clock nobody can set back."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: dict[Any, tuple[float, Any]] = {}

    def get(self, name: Any) -> Any:
        with self._lock:
            until, value = self._kept.get(name, (0.0, None))
            if until < time.monotonic():
                self._kept.pop(name, None)
                return None
            return value

    def put(self, name: Any, value: Any) -> None:
        with self._lock:
            if len(self._kept) >= MOST:
                self._kept.clear()
            self._kept[name] = (time.monotonic() + LIFE_SECONDS, value)

    def drop(self, *names: Any) -> None:
        with self._lock:
            for name in names:
                self._kept.pop(name, None)

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()


cache = _Cache()


def key_for(holder: Holder) -> tuple[UUID, bytes]:
    """The holder's data key, made when it has none. Raises KeyGone when it was destroyed."""
    found: tuple[UUID, bytes] | None = cache.get(holder)
    if found:
        return found
    row = _find(holder) or _make(holder)
    return row.pk, _open(row)


def key_by_id(key_id: UUID) -> bytes:
    found: bytes | None = cache.get(key_id)
    if found:
        return found
    row = DataKey.objects.filter(pk=key_id).first()
    if row is None:
        raise KeyGone("This data key does not exist")
    return _open(row)


@transaction.atomic
def destroy(holder: Holder) -> None:
    """Make everything this holder sealed unreadable, in every copy (K7). Other processes follow within five minutes."""
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
    """Two who make it at once both end up with the first one's."""
    key_id = uuid4()
    kek_id, wrapped = keyring.wrap(secrets.token_bytes(keyring.KEY_BYTES), address=_address(key_id, holder))
    row = DataKey(id=key_id, wrapped=wrapped, kek_id=kek_id, **_columns(holder))
    DataKey.objects.bulk_create([row], ignore_conflicts=True)
    return DataKey.objects.get(**_columns(holder))


def _open(row: DataKey) -> bytes:
    if row.wrapped is None:
        raise KeyGone("This data key was destroyed")
    key = keyring.unwrap(bytes(row.wrapped), kek_id=row.kek_id, address=_address(row.pk, row.holder))
    # A key made in a transaction that is still open may yet be rolled back, and must not outlive it here.
    if not connection.in_atomic_block:
        _keep(row, key)
    else:
        transaction.on_commit(lambda: _keep(row, key))
    return key


def _keep(row: DataKey, key: bytes) -> None:
    cache.put(row.pk, key)
    cache.put(row.holder, (row.pk, key))
