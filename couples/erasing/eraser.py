"""Takes the words out of rows, and knows which rows it touched: for the ledger, and for whoever may undo it.

A row stays as a place without words (`blank`) or goes whole (`delete`). Nothing here knows what a row is about.
"""

import base64
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, router
from django.db.models.deletion import Collector

from couples import clock
from couples.space.models import CoupleOwned
from couples.vault.fields import EncryptedBytesField, EncryptedField

_plain = DjangoJSONEncoder().default


class How(StrEnum):
    BLANK = "blank"
    DELETE = "delete"


class MoreGoesWithIt(Exception):
    """Rows of others hang on this one, and would go with it. Whoever erases it says first what becomes of those."""


@dataclass(frozen=True, slots=True)
class Touched:
    model: type[models.Model]
    id: str
    how: How


@dataclass(slots=True)
class Eraser:
    """`keeping`: what the rows said is kept, so that it can be put back (`put_back`)."""

    keeping: bool = False
    touched: list[Touched] = field(default_factory=list)
    kept: list[dict[str, Any]] = field(default_factory=list)

    def blank(self, row: CoupleOwned) -> None:
        """Its words go and its place stays, as for what both could read: `empty` of its model."""
        before = _columns(row) if self.keeping else {}
        row.empty()
        row.save()
        if self.keeping:
            after = _columns(row)
            self._keep(row, {name: value for name, value in before.items() if name == "id" or value != after[name]})
        self._touch(row, How.BLANK)

    def delete(self, row: CoupleOwned) -> None:
        """Raises MoreGoesWithIt."""
        refuse_more(row)
        if self.keeping:
            self._keep(row, _columns(row), deleted=True)
        self._touch(row, How.DELETE)
        type(row)._base_manager.filter(pk=row.pk).delete()

    def keep(self, row: models.Model, *names: str) -> None:
        """Keep these columns of the row as they are, before the caller changes them."""
        if self.keeping:
            self._keep(row, {name: value for name, value in _columns(row).items() if name in {"id", *names}})

    def _keep(self, row: models.Model, columns: dict[str, Any], *, deleted: bool = False) -> None:
        self.kept.append({"model": row._meta.label_lower, "deleted": deleted, "columns": columns})

    def _touch(self, row: models.Model, how: How) -> None:
        self.touched.append(Touched(type(row), str(row.pk), how))


def refuse_more(row: models.Model) -> None:
    collector = Collector(using=router.db_for_write(type(row)), origin=row)
    collector.collect([row])
    others = sum(len(rows) for rows in collector.data.values()) > 1
    named = any(rows for group in collector.field_updates.values() for rows in group)
    if others or named or any(each.exists() for each in collector.fast_deletes):
        raise MoreGoesWithIt(type(row).__name__)


def put_back(kept: list[dict[str, Any]]) -> None:
    """Make the rows what they were. One that was deleted comes back as a draft: it opens to nobody by itself. Of one
    that stayed, only what was erased comes back: what else has happened to it since has happened.

    The last one first: what hangs on a row went before it, and comes back after it.
    """
    for each in reversed(kept):
        model = apps.get_model(each["model"])
        values = each["columns"]
        row = model() if each["deleted"] else model._base_manager.select_for_update().get(pk=values["id"])
        for column in model._meta.concrete_fields:
            if column.attname in values:
                setattr(row, column.attname, _from_json(column, values[column.attname]))
        if each["deleted"]:
            _as_draft(row)
        row.save(force_insert=each["deleted"])


def again(model: type[models.Model], id: str, how: How) -> None:
    """What was done to a row is done to it once more, in a database from before (couples/erasing/replay.py)."""
    row = model._base_manager.filter(pk=id).first()
    if row is None:
        return
    was_not_open = getattr(row, "opened_at", clock.now()) is None
    if how is How.DELETE or was_not_open:
        row.delete()
    elif isinstance(row, CoupleOwned):
        row.empty()
        row.save()


def _as_draft(row: models.Model) -> None:
    for name in ("sealed_at", "opened_at"):
        if hasattr(row, name):
            setattr(row, name, None)


def _columns(row: models.Model) -> dict[str, Any]:
    return {each.attname: _as_json(getattr(row, each.attname)) for each in row._meta.concrete_fields}


def _as_json(value: Any) -> Any:
    if value is None or isinstance(value, str | int | float | bool | list | dict):
        return value
    return base64.b64encode(value).decode() if isinstance(value, bytes) else _plain(value)


def _from_json(column: "models.Field[Any, Any]", value: Any) -> Any:
    if value is not None and isinstance(column, EncryptedBytesField):
        return base64.b64decode(value)
    # What is encrypted is words already; `to_python` of those fields is for dumps.
    return value if isinstance(column, EncryptedField) else column.to_python(value)
