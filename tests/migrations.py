"""What a migration may not do to a table that people are writing to: nothing that holds it until all rows were read.

`problems(...)` is asked of every migration from FROM on. A table the same migration makes has no rows yet.
"""

import re
from collections.abc import Iterator
from typing import Any

from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently, RemoveIndexConcurrently
from django.db import connection
from django.db.migrations import Migration, operations
from django.db.migrations.state import ProjectState

#: The last of each app that was written before this rule.
FROM = {"couples": "0013", "rituals": "0008", "journal": "0008"}
_LOCKING = re.compile(
    r"CREATE\s+(UNIQUE\s+)?INDEX\s+(?!CONCURRENTLY)|\bADD\s+CONSTRAINT\s+\S+\s+(UNIQUE|PRIMARY KEY)\s*\(", re.I
)


def problems(migration: Migration, before: ProjectState) -> Iterator[str]:
    state, made = before.clone(), set[str]()
    for operation in migration.operations:
        if isinstance(operation, operations.CreateModel):
            made.add(operation.name_lower)
        name = getattr(operation, "model_name", getattr(operation, "name", "")).lower()
        if name not in made:
            if found := _problem(operation, state, migration.app_label):
                yield f"{migration.app_label}.{migration.name}: {found}"
            if isinstance(operation, AddIndexConcurrently | RemoveIndexConcurrently) and migration.atomic:
                yield f"{migration.app_label}.{migration.name}: “concurrently” needs atomic = False"
        operation.state_forwards(migration.app_label, state)


def _problem(operation: Any, state: ProjectState, app: str) -> str:
    match operation:
        case operations.SeparateDatabaseAndState():
            return next(filter(None, (_problem(each, state, app) for each in operation.database_operations)), "")
        case AddIndexConcurrently() | RemoveIndexConcurrently() | AddConstraintNotValid():
            return ""
        case operations.AddIndex() | operations.RemoveIndex():
            return "an index is built and taken away concurrently"
        case operations.AddConstraint():
            return "a constraint is added not valid and validated after; a unique one by an index built concurrently"
        case operations.AlterUniqueTogether():
            return "a unique constraint comes by an index built concurrently"
        case operations.AddField() if _is_indexed(operation.field):
            return "a new column has no index of its own (db_index=False): it is built concurrently"
        case operations.AlterField():
            old = state.models[app, operation.model_name_lower].fields[operation.name]
            return _altered(old, operation.field)
        case operations.RunSQL() if _LOCKING.search(_sql(operation.sql)):
            return "an index, also a unique one, is built concurrently"
    return ""


def _sql(sql: Any) -> str:
    return sql if isinstance(sql, str) else " ".join(each if isinstance(each, str) else each[0] for each in sql)


def _altered(old: Any, new: Any) -> str:
    if _is_indexed(new) and not (old.unique if new.unique else _is_indexed(old)):
        return "a column gets no index in passing: it is built concurrently"
    if old.null and not new.null:
        return "a column becomes NOT NULL by a constraint added not valid and validated after"
    wider = (old.max_length or 0) <= (new.max_length or 0)
    same = type(old) is type(new) or issubclass(type(new), type(old))
    if not (same and wider) and _type(old) != _type(new):
        return "a column of another type is written anew, row by row: add a new one"
    return ""


def _is_indexed(field: Any) -> bool:
    return bool(field.unique or field.db_index)


def _type(field: Any) -> str | None:
    return None if field.is_relation else str(field.db_type(connection))
