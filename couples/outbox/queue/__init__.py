"""Rows that wait, and who may work on them: leases, what becomes of a row, and the sweep.

Others import from here and never from a module inside.
"""

from couples.outbox.queue.batch_lease import leased
from couples.outbox.queue.forgetting import forget
from couples.outbox.queue.leases import (
    DATA,
    LEASE,
    LeaseLost,
    end,
    finish,
    gone,
    has_ended_workers,
    hold_back,
    lease,
    mark,
    ours_to_mend,
    refused,
    still_ours,
)
from couples.outbox.queue.mailbox_lease import give_back
from couples.outbox.queue.orphans import release
from couples.outbox.queue.retrying import NothingToRetry, retry, retry_all

__all__ = [
    "DATA",
    "LEASE",
    "LeaseLost",
    "NothingToRetry",
    "end",
    "finish",
    "forget",
    "give_back",
    "gone",
    "has_ended_workers",
    "hold_back",
    "lease",
    "leased",
    "mark",
    "ours_to_mend",
    "refused",
    "release",
    "retry",
    "retry_all",
    "still_ours",
]
