from typing import Any, Self, TypeVar

from django.db import models

from couples.vault.errors import VaultMisuse
from couples.vault.fields import SealedField

M = TypeVar("M", bound=models.Model, covariant=True)


class VaultQuerySet(models.QuerySet[M]):
    """Refuses to order by what the database cannot read (K2); fields themselves refuse the rest."""

    def order_by(self, *names: Any) -> Self:
        sealed = {field.name for field in self.model._meta.get_fields() if isinstance(field, SealedField)}
        for name in names:
            if isinstance(name, str) and name.lstrip("-+").partition("__")[0] in sealed:
                raise VaultMisuse(f"{name!r} is sealed and has no order")
        return super().order_by(*names)
