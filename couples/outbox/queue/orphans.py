"""What a dead worker had leased: free again as soon as its line to the database is gone, not only when the lease ends.

A killed process loses its connection at once, and the database knows which those were. A process that merely stands
still keeps it, and its leases with it. A worker whose connection broke while it lives sends nothing for it: right
before the words leave it asks for a lease that old again, and another's attempt is in the way (leases.py).
"""

from datetime import timedelta

from django.db import connection

from couples import clock
from couples.outbox.queue.leases import DATA, LEASE

#: Words leave only while this long after leasing, or after asking again; some seconds more, for them to arrive.
YOUNG = LEASE - DATA + timedelta(seconds=5)

RELEASE = """
UPDATE couples_message m SET leased_until = %(now)s
WHERE m.state = 'pending' AND m.next_try_at <= %(now)s AND m.leased_until > %(now)s AND m.leased_until <= %(old)s
  AND m.leased_by IS NOT NULL AND NOT EXISTS (SELECT FROM pg_stat_activity a WHERE a.pid = m.leased_by)
"""


def release() -> int:
    """How many rows were a dead worker's."""
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(RELEASE, {"now": now, "old": now + LEASE - YOUNG})
        return int(cursor.rowcount)
