"""For a long statement that never changes: each connection to the database plans it once, and not for every page.

Django sends all other statements with their values filled in, so nothing else is ever prepared.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.backends.utils import CursorWrapper
from psycopg import Cursor


@contextmanager
def prepared_cursor() -> Iterator[CursorWrapper]:
    """Django's own cursor in all else: what it asks is counted, and its errors are Django's.

    Where statements are logged it is Django's own in that, too: of a prepared one the log would have no words.
    """
    with connection.cursor() as cursor:
        if not connection.queries_logged:
            line = connection.connection
            line.prepare_threshold = 0  # the first time already
            cursor.cursor = Cursor(line)
        yield cursor
