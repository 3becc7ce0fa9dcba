"""A statement whose plan is kept is Django's in all else."""

import pytest
from django.db import DataError, connection, transaction
from django.test.utils import CaptureQueriesContext

from couples.prepared_cursor import prepared_cursor

pytestmark = pytest.mark.django_db


def test_it_is_counted_and_its_values_are_filled_in() -> None:
    with CaptureQueriesContext(connection) as asked:
        for number in (1, 2):
            with prepared_cursor() as cursor:
                cursor.execute("SELECT %s::int + 1", [number])
                assert cursor.fetchall() == [(number + 1,)]
    assert len(asked) == 2


def test_what_fails_is_an_error_of_djangos() -> None:
    """Only those lead to the page that says that Nearer rests."""
    with pytest.raises(DataError), transaction.atomic(), prepared_cursor() as cursor:
        cursor.execute("SELECT 1 / %s::int", [0])
    with prepared_cursor() as cursor:
        cursor.execute("SELECT 1 / %s::int", [1])
        assert cursor.fetchone() == (1,)


def test_nothing_else_is_prepared() -> None:
    """What is asked with changing values is planned for them."""
    with prepared_cursor() as cursor:
        cursor.execute("SELECT %s::int", [1])
    with connection.cursor() as cursor:
        for number in range(9):
            cursor.execute("SELECT 'planned for its values', %s::int", [number])
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%planned for its%'")
        assert cursor.fetchone() == (0,)
