"""Checks before serving or restoring that NEARER_KEY is the key this database was written with.

Under a wrong key of the same name new words would be encrypted for nobody: they are lost when the right key comes back.
One data key that was damaged is no wrong key, and does not keep everybody out: `manage.py rotatekey --check` names it.
"""

import logging

from django.db import ProgrammingError, transaction

from couples.vault import keyring
from couples.vault.errors import KeyUnavailable, Tampered
from couples.vault.keys import unwrapped
from couples.vault.models import DataKey

log = logging.getLogger(__name__)

#: The newest data keys of each key-encryption key. One that opens none of them is another key.
TRIED = 5


def problem() -> str:
    """One sentence for an operator, or ""."""
    try:
        newest = keyring.ids()[0]
    except ValueError as error:
        return str(error)
    newest_is_right = False
    for kek_id in sorted(_named(), key=lambda id: id != newest):
        rows = DataKey.objects.filter(wrapped__isnull=False, kek_id=kek_id).order_by("-created_at")[:TRIED]
        try:
            opened = [_opens(row) for row in rows]
        except KeyUnavailable:
            return f"NEARER_KEY lacks the key {kek_id!r}, with which words in this database are encrypted: add it again"
        if any(opened):
            newest_is_right = newest_is_right or kek_id == newest
        elif newest_is_right and len(opened) < TRIED:
            # What a change of keys left behind, since it was damaged. New words are safe: another key encrypts them.
            log.warning("The key %r opens nothing that it should: ask manage.py rotatekey --check", kek_id)
        else:
            return (
                f"The key {kek_id!r} in NEARER_KEY is not the one that words in this database are encrypted with: put"
                " the right one back, and nothing is lost"
            )
    return ""


def _opens(row: DataKey) -> bool:
    try:
        unwrapped(row)
    except Tampered:
        return False
    return True


def _named() -> set[str]:
    """The key-encryption keys that wrap any data key; none of a database that was not migrated yet."""
    try:
        with transaction.atomic():
            return set(DataKey.objects.filter(wrapped__isnull=False).values_list("kek_id", flat=True).distinct())
    except ProgrammingError:
        return set()
