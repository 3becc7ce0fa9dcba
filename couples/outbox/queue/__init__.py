"""Rows that wait, and who may work on them: leases, what becomes of a row, and the sweep.

Others import from here and never from a module inside.
"""

from couples.outbox.queue.batch_lease import LeasedLetters
from couples.outbox.queue.due_rows import by_letter, due_ids, due_mail, due_of, sift
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
from couples.outbox.queue.mailbox_lease import Letter, begin_quarter, give_back
from couples.outbox.queue.orphans import release
from couples.outbox.queue.retrying import NothingToRetry, retry, retry_all

__all__ = [
    "DATA",
    "LEASE",
    "LeaseLost",
    "LeasedLetters",
    "Letter",
    "NothingToRetry",
    "begin_quarter",
    "by_letter",
    "due_ids",
    "due_mail",
    "due_of",
    "end",
    "finish",
    "forget",
    "give_back",
    "gone",
    "has_ended_workers",
    "hold_back",
    "lease",
    "mark",
    "ours_to_mend",
    "refused",
    "release",
    "retry",
    "retry_all",
    "sift",
    "still_ours",
]
