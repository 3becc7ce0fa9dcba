"""Opens the columns of many rows without making rows of them, for looking through what nobody is going to see.

A row takes about as long to be made as its words to be opened. Whoever asks brings rows its reader may read.
"""

from collections.abc import Iterator, Sequence
from typing import Any, cast
from uuid import UUID

from django.db.models import QuerySet

from couples.vault import keys
from couples.vault.cipher import decrypt, key_id_of
from couples.vault.fields import EncryptedField

CHUNK = 500


def open_columns(rows: "QuerySet[Any, Any]", columns: Sequence[str]) -> Iterator[tuple[UUID, list[Any]]]:
    """Each row's id and the values of its encrypted `columns`. Raises Tampered and KeyGone as the fields do."""
    fields = [cast("EncryptedField[Any, Any]", rows.model._meta.get_field(name)) for name in columns]
    values = rows.values_list("pk", "couple_id", *columns)
    for row, couple, *held in values.iterator(chunk_size=CHUNK):
        yield (
            row,
            [
                None if each is None else _value(field, each, row, couple)
                for field, each in zip(fields, held, strict=True)
            ],
        )


def _value(field: "EncryptedField[Any, Any]", encrypted: bytes, row: UUID, couple: UUID) -> Any:
    key = keys.key_by_id(key_id_of(encrypted))
    return field.from_bytes(decrypt(encrypted, key=key, address=field.address_of(row, couple)))
