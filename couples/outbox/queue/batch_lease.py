"""Leasing letters: many at once while none was ever tried, each by itself from then on.

A row that kills its worker leaves its neighbours with one try counted. They are leased alone after that, as it is, and
so it dies of its own tries and of nobody else's (C5).
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from couples import clock
from couples.outbox.models import Message
from couples.outbox.policy import SendPolicy, is_deferrable
from couples.outbox.queue import leases, mailbox_lease
from couples.outbox.queue.mailbox_lease import Letter

#: Letters of one commit, and of one question when answers are old. What a worker had leased when it was killed waits
#: until its lease ends; what its turn is too short for is given back.
MOST = 250


def leased(
    letters: Sequence[list[Message]], policy: SendPolicy, until: datetime
) -> Iterator[tuple[list[Message], str]]:
    """Each letter that is ours now, leased before it is given out, and to whom the next one goes where that is known.
    What is not begun by `until` is left as it was.
    """
    for start in range(0, len(letters), MOST):
        some = letters[start : start + MOST]
        policy.narrow([row for rows in some for row in rows])
        for several in _several(some):
            ours = _lease(several, policy)
            while ours and clock.now() < until:
                rows = list(ours.pop(0).rows)
                yield rows, ours[0].rows[0].to if ours else ""
            if ours and is_deferrable(ours[0].rows[0]):
                mailbox_lease.put_back(ours)
            if clock.now() >= until:
                return


def _several(letters: Sequence[list[Message]]) -> Iterator[list[list[Message]]]:
    """Those to be leased in one commit."""
    untried: list[list[Message]] = []
    for rows in letters:
        if is_deferrable(rows[0]) and not any(row.attempts for row in rows):
            untried.append(rows)
        else:
            yield [rows]
    if untried:
        yield untried


def _lease(letters: Sequence[list[Message]], policy: SendPolicy) -> list[Letter]:
    alive = [rows for rows in map(_living, letters) if rows]
    if alive and not is_deferrable(alive[0][0]):
        return [Letter(alive[0], None)] if leases.lease(alive[0][0]) else []
    return mailbox_lease.lease_each([Letter(rows, policy.partner_on(rows)) for rows in alive]) if alive else []


def _living(rows: Sequence[Message]) -> list[Message]:
    return [row for row in rows if not leases.is_given_up(row)]
