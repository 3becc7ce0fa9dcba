"""Frees what a dead worker had leased once its connection to the database is gone, before the lease ends.

A killed process loses its connection at once, and PostgreSQL knows which connections there are. A process that merely
stands still keeps its connection, and its leases with it. A worker that lives and loses its connection sends nothing
twice: right before the words leave it renews an old lease (`leases.still_ours`), and another worker's attempt, counted
since, refuses that.
"""

from datetime import timedelta

from django.db import connection

from couples import clock
from couples.outbox.queue.leases import DATA, LEASE

#: Words leave only while a lease is younger than LEASE - DATA. Some seconds more, for them to arrive.
YOUNG = LEASE - DATA + timedelta(seconds=5)

RELEASE = """
UPDATE couples_message m SET leased_until = %(now)s
WHERE m.state = 'pending' AND m.next_try_at <= %(now)s AND m.leased_until > %(now)s AND m.leased_until <= %(old)s
  AND m.leased_by IS NOT NULL AND NOT EXISTS (SELECT FROM pg_stat_activity a WHERE a.pid = m.leased_by)
"""


def release() -> int:
    """Ends the leases of dead workers, and says how many rows those were."""
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(RELEASE, {"now": now, "old": now + LEASE - YOUNG})
        return int(cursor.rowcount)
