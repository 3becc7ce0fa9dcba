from collections.abc import Iterable, Iterator
from typing import Any, Self, TypeVar

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import F
from django.db.models.expressions import BaseExpression

from couples.vault.errors import VaultMisuse
from couples.vault.fields import EncryptedField

M = TypeVar("M", bound=models.Model, covariant=True)


class VaultQuerySet(models.QuerySet[M]):
    """Refuses to compute with what the database cannot read, and to write it past save() (K2).

    Lookups are refused by the fields themselves.
    """

    def order_by(self, *names: Any) -> Self:
        refuse_encrypted(self.model, *names)
        return super().order_by(*names)

    def earliest(self, *names: Any) -> M:
        refuse_encrypted(self.model, *names)
        return super().earliest(*names)

    def latest(self, *names: Any) -> M:
        refuse_encrypted(self.model, *names)
        return super().latest(*names)

    def distinct(self, *names: Any) -> Self:
        refuse_encrypted(self.model, *names)
        return super().distinct(*names)

    def annotate(self, *args: Any, **kwargs: Any) -> Self:
        refuse_encrypted(self.model, *args, *kwargs.values())
        return super().annotate(*args, **kwargs)

    def alias(self, *args: Any, **kwargs: Any) -> Self:
        refuse_encrypted(self.model, *args, *kwargs.values())
        return super().alias(*args, **kwargs)

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        refuse_encrypted(self.model, *args, *kwargs.values())
        return super().aggregate(*args, **kwargs)

    def update(self, **values: Any) -> int:
        """An encrypted field may only be emptied: its bytes belong to one row, and only save() encrypts words."""
        refuse_encrypted(self.model, *(name for name, value in values.items() if value is not None))
        return super().update(**values)

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[M]:
        """On a conflict the row that is there keeps its id, and could not open what was encrypted for the new one's."""
        refuse_encrypted(self.model, *(kwargs.get("update_fields") or ()))
        return super().bulk_create(objs, *args, **kwargs)

    def only(self, *names: Any) -> Self:
        """Opening needs the couple too: without it, each row would fetch it by a query of its own."""
        has_couple = any(field.name == "couple" for field in self.model._meta.fields)
        if has_couple and any(is_encrypted(self.model, name) for name in names):
            names = (*names, "couple")
        return super().only(*names)


def is_encrypted(model: type[models.Model], path: str) -> bool:
    """Whether a path such as `-line__text` leads to an encrypted field."""
    at: Any = model
    for part in path.lstrip("-+").split("__"):
        try:
            field = at._meta.get_field(part)
        except (AttributeError, FieldDoesNotExist):
            return False
        if isinstance(field, EncryptedField):
            return True
        at = field.related_model
    return False


def refuse_encrypted(model: type[models.Model], *wanted: Any) -> None:
    for path in paths(*wanted):
        if is_encrypted(model, path):
            raise VaultMisuse(f"{path!r} is encrypted: the database can neither order, compute nor copy it")


def paths(*wanted: Any) -> Iterator[str]:
    """The paths in names, F objects and expressions."""
    for each in wanted:
        if isinstance(each, str):
            yield each
        else:
            parts: Iterable[Any] = each.flatten() if isinstance(each, BaseExpression) else [each]
            # The stubs do not know that an F has a name.
            yield from (part.name for part in parts if isinstance(part, F))  # type: ignore[attr-defined]
