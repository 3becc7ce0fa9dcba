"""Leasing letters: many at once while none was ever tried, each by itself from then on.

If a row kills its worker, every row of that lease has one attempt counted. A row with an attempt is leased alone from
then on. So only the row that kills workers comes to its last attempt (C5).
"""

from collections import deque
from collections.abc import Iterator, Sequence
from datetime import datetime

from couples import clock
from couples.outbox.models import Message
from couples.outbox.policy import SendPolicy, is_deferrable
from couples.outbox.queue import leases, mailbox_lease
from couples.outbox.queue.mailbox_lease import Letter

#: The most letters leased in one commit, and asked about in one query. If the worker is killed, they wait for the
#: sweep. If its time slice ends first, those it has not begun are given back.
MOST = 250


class LeasedLetters:
    """Gives letters one by one, each leased. One not begun by `until` has neither lease nor attempt afterwards."""

    def __init__(self, letters: Sequence[list[Message]], policy: SendPolicy, until: datetime) -> None:
        self._letters, self._policy, self._until = letters, policy, until
        self._leased: deque[Letter] = deque()

    def __iter__(self) -> Iterator[Letter]:
        for start in range(0, len(self._letters), MOST):
            some = self._letters[start : start + MOST]
            self._policy.narrow([row for rows in some for row in rows])
            for several in _several(some):
                self._leased.extend(_lease(several, self._policy))
                while self._leased and clock.now() < self._until:
                    yield self._leased.popleft()
                self._put_back()
                if clock.now() >= self._until:
                    return

    def next_to(self) -> str:
        """The address of the letter after this one, or "" while that one is not leased."""
        return self._leased[0].rows[0].to if self._leased else ""

    def _put_back(self) -> None:
        if self._leased and is_deferrable(self._leased[0].rows[0]):
            mailbox_lease.put_back(self._leased)
        self._leased.clear()


def _several(letters: Sequence[list[Message]]) -> Iterator[list[list[Message]]]:
    """Groups to be leased in one commit each: all untried letters together, every other one by itself."""
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
