"""Opens columns of many rows without making rows of them, which takes about as long as opening their words.

Whoever asks brings rows its reader may read.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from couples.vault import keys
from couples.vault.binding import column_address, row_address
from couples.vault.cipher import HEADER, decrypt, key_id_of
from couples.vault.fields import EncryptedField


def open_values(rows: "QuerySet[Any, Any]", *names: str, chunk: int = 0) -> Iterator[tuple[Any, ...]]:
    """As `values_list` has these columns, the encrypted ones opened. Raises Tampered and KeyGone as the fields do.

    `chunk`: so many rows are read at once; all of them without one. What values share is worked out once: their key,
    the address of their column, that of their row.
    """
    fields = [rows.model._meta.get_field(name) for name in names]
    columns = [(each, column_address(each)) if isinstance(each, EncryptedField) else None for each in fields]
    known: dict[bytes, bytes] = {}

    def opened(value: bytes, field: "EncryptedField[Any, Any]", address: bytes) -> Any:
        begins = value[:HEADER]
        if begins not in known:
            known[begins] = keys.key_by_id(key_id_of(value))
        return field.from_bytes(decrypt(value, key=known[begins], address=address))

    values = rows.values_list("pk", "couple_id", *names)
    for row, couple, *held in values.iterator(chunk_size=chunk) if chunk else values:
        end = row_address(row, couple)
        yield tuple(
            opened(value, column[0], column[1] + end) if column and value is not None else value
            for column, value in zip(columns, held, strict=True)
        )
