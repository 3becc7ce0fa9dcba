"""Where an encrypted value belongs: its address. It begins with the column, and ends with the row and its couple."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from couples.vault.cipher import bind

if TYPE_CHECKING:
    from django.db.models import Field


def column_address(field: "Field[Any, Any]") -> bytes:
    return bind(field.model._meta.db_table, field.attname)


def row_address(row: UUID, couple: UUID | None) -> bytes:
    return bind(str(row), str(couple or ""))
