"""All tables emptied after a test, also while other processes still work on them."""

import threading
import time
from collections.abc import Sequence

from django.db import OperationalError, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.operations import BaseDatabaseOperations

#: Seconds, for a machine that is busy with something else too.
PATIENCE = 90.0


def execute_sql_flush(operations: BaseDatabaseOperations, sql_list: Sequence[str]) -> None:
    """In place of Django's, which gives up at the first deadlock.

    What a page sends as it is closed, or a server does after its answer, may still be under way and hold rows: whoever
    empties all tables at once can come to wait for it while it waits for them. So we let it end, give way and try
    again, and let end whatever has waited for us; without sessions nothing new begins.
    """
    connection: BaseDatabaseWrapper = operations.connection
    _wait_for_rest(connection)
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '300ms'")  # less than PostgreSQL takes to look for a deadlock
                for sql in sql_list:
                    cursor.execute(sql)
            return _wait_for_rest(connection)
        except OperationalError:
            if time.monotonic() > deadline:
                raise


def _wait_for_rest(connection: BaseDatabaseWrapper) -> None:
    """Until no other process is in the middle of a question to this database."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid() AND backend_type = 'client backend' AND state <> 'idle'"
            )
            if cursor.fetchone() == (0,):
                return
        threading.Event().wait(0.02)
