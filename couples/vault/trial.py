"""Checks before serving or restoring that NEARER_KEY is the key this database was written with.

Under a wrong key of the same name new words would be encrypted for nobody: they are lost when the right key comes back.
"""

from django.conf import settings
from django.db import ProgrammingError, transaction

from couples.vault import keyring
from couples.vault.errors import KeyUnavailable, Tampered
from couples.vault.keys import open_row
from couples.vault.models import DataKey


def problem() -> str:
    """One sentence for an operator, or "": one data key is opened for each key-encryption key that wrapped any."""
    try:
        keyring.parse(settings.NEARER_KEY)
        for row in _one_each():
            open_row(row)
    except ValueError as error:
        return str(error)
    except KeyUnavailable:
        return f"NEARER_KEY lacks the key {row.kek_id!r}, with which words in this database are encrypted: add it again"
    except Tampered:
        return (
            f"The key {row.kek_id!r} in NEARER_KEY is not the one that words in this database are encrypted with: put"
            " the right one back, and nothing is lost"
        )
    return ""


def _one_each() -> list[DataKey]:
    """The newest of each; none of a database that was not migrated yet."""
    kept = DataKey.objects.filter(wrapped__isnull=False).order_by("kek_id", "-created_at").distinct("kek_id")
    try:
        with transaction.atomic():
            return list(kept)
    except ProgrammingError:
        return []
