"""The tests' own way of emptying the database waits for who still works on it."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.db.backends.utils import CursorWrapper

from couples.accounts.models import Person


@pytest.mark.django_db(transaction=True)
def test_tables_are_emptied_after_what_a_server_still_does(ada: Person) -> None:
    """Each of the two would wait for the other, if all tables were locked one by one meanwhile."""
    first, *_, last = connection.introspection.django_table_names(only_existing=True, include_views=False)
    with ThreadPoolExecutor(1) as beside:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f'LOCK TABLE "{last}" IN ROW EXCLUSIVE MODE')
            emptied = beside.submit(_emptied)
            while not _asked(cursor):
                pass
            cursor.execute(f'LOCK TABLE "{first}" IN ROW EXCLUSIVE MODE')
        emptied.result()
    assert not Person.objects.exists()


def _emptied() -> None:
    try:
        call_command("flush", interactive=False, verbosity=0)
    finally:
        connections.close_all()


def _asked(cursor: CursorWrapper) -> bool:
    """Whether somebody else has looked at who is still at work, or waits for a lock without having looked."""
    cursor.execute("SELECT pg_stat_clear_snapshot()")  # a transaction sees what it saw first
    cursor.execute(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND pid <> pg_backend_pid() AND (query LIKE '%backend_type%' OR wait_event_type = 'Lock')"
    )
    return bool(cursor.fetchone() != (0,))
