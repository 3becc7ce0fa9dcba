"""Where in the database words can still be read by Nearer itself, with every key that is left."""

import re
from collections.abc import Iterator

from django.apps import apps
from django.db import models

from couples.vault.errors import VaultError


def rows_with(word: str, *, but: tuple[type[models.Model], ...] = ()) -> list[str]:
    """The tables with a row that says it, one name a row. What no key opens any more says nothing."""
    return [model._meta.label for model, said in _everything(but) if word in said]


def words_by_table(begin: str) -> dict[str, str]:
    """Every word that begins so, and a table with a row that says it."""
    words = re.compile(rf"{begin}\w*")
    return {word: model._meta.label for model, said in _everything(()) for word in words.findall(said)}


def _everything(but: tuple[type[models.Model], ...]) -> Iterator[tuple[type[models.Model], str]]:
    for model in apps.get_models(include_auto_created=True):
        if model not in but:
            for row in model._base_manager.all():
                yield model, "\n".join(_said(row))


def _said(row: models.Model) -> Iterator[str]:
    for column in row._meta.concrete_fields:
        try:
            said = getattr(row, column.attname)
        except VaultError:
            continue
        yield bytes(said).decode(errors="ignore") if isinstance(said, bytes | memoryview) else str(said)
