"""Where in the database a word can still be read by Nearer itself, with every key that is left."""

from collections.abc import Iterator

from django.apps import apps
from django.db import models

from couples.vault.errors import VaultError


def rows_with(word: str, *, but: tuple[type[models.Model], ...] = ()) -> list[str]:
    """The tables with a row that says it, one name a row. What no key opens any more says nothing."""
    tables = [model for model in apps.get_models(include_auto_created=True) if model not in but]
    return [model._meta.label for model in tables for row in model._base_manager.all() if word in "".join(_said(row))]


def _said(row: models.Model) -> Iterator[str]:
    for column in row._meta.concrete_fields:
        try:
            said = getattr(row, column.attname)
        except VaultError:
            continue
        yield bytes(said).decode(errors="ignore") if isinstance(said, bytes | memoryview) else str(said)
