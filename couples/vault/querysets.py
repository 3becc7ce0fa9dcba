from collections.abc import Iterable, Iterator
from typing import Any, Self, TypeVar

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import F
from django.db.models.expressions import BaseExpression

from couples.vault.errors import VaultMisuse
from couples.vault.fields import SealedField

M = TypeVar("M", bound=models.Model, covariant=True)


class VaultQuerySet(models.QuerySet[M]):
    """Refuses to compute with what the database cannot read, and to write it past save() (K2).

    Lookups are refused by the fields themselves.
    """

    def order_by(self, *names: Any) -> Self:
        refuse_sealed(self.model, *names)
        return super().order_by(*names)

    def earliest(self, *names: Any) -> M:
        refuse_sealed(self.model, *names)
        return super().earliest(*names)

    def latest(self, *names: Any) -> M:
        refuse_sealed(self.model, *names)
        return super().latest(*names)

    def distinct(self, *names: Any) -> Self:
        refuse_sealed(self.model, *names)
        return super().distinct(*names)

    def annotate(self, *args: Any, **kwargs: Any) -> Self:
        refuse_sealed(self.model, *args, *kwargs.values())
        return super().annotate(*args, **kwargs)

    def alias(self, *args: Any, **kwargs: Any) -> Self:
        refuse_sealed(self.model, *args, *kwargs.values())
        return super().alias(*args, **kwargs)

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        refuse_sealed(self.model, *args, *kwargs.values())
        return super().aggregate(*args, **kwargs)

    def update(self, **values: Any) -> int:
        """A sealed field may only be emptied: sealed bytes belong to one row, and words are sealed by save()."""
        refuse_sealed(self.model, *(name for name, value in values.items() if value is not None))
        return super().update(**values)

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[M]:
        """On a conflict the row that is there keeps its id, and could not open what was sealed for the new one's."""
        refuse_sealed(self.model, *(kwargs.get("update_fields") or ()))
        return super().bulk_create(objs, *args, **kwargs)

    def only(self, *names: Any) -> Self:
        """Opening needs the couple too: without it, each row would fetch it by a query of its own."""
        if any(sealed(self.model, name) for name in names) and any(f.name == "couple" for f in self.model._meta.fields):
            names = (*names, "couple")
        return super().only(*names)


def sealed(model: type[models.Model], path: str) -> bool:
    """Whether a path such as `-line__text` leads to a sealed field."""
    at: Any = model
    for part in path.lstrip("-+").split("__"):
        try:
            field = at._meta.get_field(part)
        except (AttributeError, FieldDoesNotExist):
            return False
        if isinstance(field, SealedField):
            return True
        at = field.related_model
    return False


def refuse_sealed(model: type[models.Model], *wanted: Any) -> None:
    for path in paths(*wanted):
        if sealed(model, path):
            raise VaultMisuse(f"{path!r} is sealed: the database can neither order, compute nor copy it")


def paths(*wanted: Any) -> Iterator[str]:
    """The paths in names, F objects and expressions."""
    for each in wanted:
        if isinstance(each, str):
            yield each
        else:
            parts: Iterable[Any] = each.flatten() if isinstance(each, BaseExpression) else [each]
            # The stubs do not know that an F has a name.
            yield from (part.name for part in parts if isinstance(part, F))  # type: ignore[attr-defined]
