"""A model of every kind of encrypted field. Its app is not installed, so no migration and no other test sees it."""

from django.conf import settings
from django.db import connection, models

from couples.space.models import Couple, CoupleOwned, CoupleOwnedQuerySet
from couples.vault.fields import EncryptedJSONField, EncryptedTextField
from couples.vault.holders import Holder

CANARY = "Kanarienvogel 🐤"


class RowQuerySet(CoupleOwnedQuerySet["Row"]):
    pass


class Row(CoupleOwned):
    # No constraints in the database: tests that empty all tables do not know this one.
    couple = models.ForeignKey(Couple, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    shared = models.BooleanField(default=True)
    text = EncryptedTextField(max_length=1000, blank=True, default="")
    other = EncryptedTextField(max_length=1000, null=True, blank=True)
    answers = EncryptedJSONField(blank=True, default=list)

    objects = RowQuerySet.as_manager()

    class Meta:
        app_label = "vault_tests"
        db_table = "vault_tests_row"

    def __str__(self) -> str:
        return f"Row {self.pk}"

    def vault_holder(self) -> Holder:
        return Holder.couple(self.couple_id) if self.shared or not self.author else Holder.person(self.author.pk)


def stored(row: Row, column: str = "text") -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM vault_tests_row WHERE id = %s", [row.pk])  # noqa: S608  our own columns
        return bytes(cursor.fetchone()[0])


def store(row: Row, value: bytes, column: str = "text") -> Row:
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE vault_tests_row SET {column} = %s WHERE id = %s", [value, row.pk])  # noqa: S608
    changed: Row = Row.objects.get(pk=row.pk)
    return changed
