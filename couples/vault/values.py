"""What a model instance holds for an encrypted field, so that words never leave it by repr, pickle or a query."""

import copy
from dataclasses import dataclass
from typing import Any

from couples.vault.errors import VaultMisuse


class Ciphertext(bytes):
    """Encrypted bytes. Shows nothing of themselves."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "<encrypted>"

    __str__ = __repr__


class Restored(Ciphertext):
    """Encrypted bytes from a dump, to be written as they are."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Opened:
    """Words in memory: assigned, or opened from `encrypted`, which then stands for exactly `plain` at `address`."""

    value: Any
    encrypted: Ciphertext | None = None
    plain: bytes = b""
    address: bytes = b""

    def __repr__(self) -> str:
        return "<opened>"

    def __deepcopy__(self, memo: dict[int, Any]) -> "Opened":
        return Opened(copy.deepcopy(self.value, memo), self.encrypted, self.plain, self.address)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickles go to caches and queues, so they carry the encrypted bytes. A list may have been changed since."""
        if self.encrypted is None or not isinstance(self.value, str):
            raise VaultMisuse("Words that are not saved as they stand cannot be pickled: load the row again first")
        return Ciphertext, (bytes(self.encrypted),)
