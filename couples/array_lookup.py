"""`filter(InArray("person", ids))` sends all ids as one array, where `person__in=ids` sends each as a value of its own.

One array is quicker to send, to read and to plan. It is for the few queries about hundreds of rows at once.
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Lookup
from django.db.models.sql.compiler import SQLCompiler


class InArray(Lookup):
    prepare_rhs = False

    def __init__(self, field: str, values: Collection[Any]) -> None:
        """`values` as the database has them: ids, not rows."""
        super().__init__(F(field), _array(values))

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        if not self.rhs:
            raise EmptyResultSet  # no need to ask, as of an empty `__in`
        field, params = self.process_lhs(compiler, connection)
        return f"{field} = ANY(%s)", (*params, self.rhs)


def _array(values: Collection[Any]) -> Any:
    """Ids as PostgreSQL reads them: the driver takes far longer over each, and the same ones are asked about often."""
    if values and all(isinstance(value, UUID) for value in values):
        return f"{{{','.join(value.hex for value in values)}}}"
    return list(values)
