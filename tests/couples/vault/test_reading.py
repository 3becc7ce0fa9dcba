"""Columns opened without their rows say what the rows say, and refuse what the rows refuse."""

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from couples.accounts.models import Person
from couples.space.models import Couple
from couples.vault import keys
from couples.vault.errors import KeyGone, Tampered
from couples.vault.holders import Holder
from couples.vault.reading import open_values
from tests.couples.vault.rows import CANARY, Row, store, stored

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("chunk", [0, 2])
def test_the_words_of_many_rows_under_several_keys_come_in_their_order(couple: Couple, ada: Person, chunk: int) -> None:
    rows = [
        Row.objects.create(couple=couple, author=ada, shared=nth % 2 == 0, text=f"{CANARY} {nth}", answers=[nth])
        for nth in range(5)
    ]
    read = open_values(Row.objects.order_by("id"), "id", "text", "other", "answers", chunk=chunk)
    assert list(read) == [(row.pk, row.text, None, row.answers) for row in sorted(rows, key=lambda row: row.pk)]


def test_all_of_them_are_one_query(row: Row, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    Row.objects.create(couple=row.couple, text=CANARY)
    with django_assert_num_queries(1):
        assert [*open_values(Row.objects.all(), "text", "answers")] == [(CANARY, [CANARY]), (CANARY, [])]


def test_a_value_from_another_row_or_column_does_not_open(row: Row) -> None:
    """Also when the same key has just opened one that is in its place."""
    first, second = sorted([row, Row.objects.create(couple=row.couple, text="Two")], key=lambda row: row.pk)
    for value in (stored(first), stored(second, "answers"), stored(second)[:-1], stored(second)[:20], b""):
        with transaction.atomic():
            store(second, value)
            read = open_values(Row.objects.order_by("id"), "text")
            assert next(read) == (first.text,)
            with pytest.raises(Tampered):
                next(read)
            transaction.set_rollback(True)


def test_nothing_opens_once_its_key_is_destroyed(row: Row) -> None:
    keys.destroy(Holder.couple(row.couple_id))
    with pytest.raises(KeyGone):
        list(open_values(Row.objects.all(), "text"))
