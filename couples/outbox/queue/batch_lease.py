"""Leasing letters: many at once while none was ever tried, each by itself from then on.

A row that kills its worker leaves its neighbours with one try counted. From then on each is leased alone, so a row dies
of its own tries and of nobody else's (C5).
"""

from collections import deque
from collections.abc import Iterator, Sequence
from datetime import datetime

from couples import clock
from couples.outbox.models import Message
from couples.outbox.policy import SendPolicy, is_deferrable
from couples.outbox.queue import leases, mailbox_lease
from couples.outbox.queue.mailbox_lease import Letter

#: Letters leased in one commit, and asked about in one query. Those of a killed worker wait until their lease ends;
#: those that a worker's time slice is too short for are given back.
MOST = 250


class LeasedLetters:
    """Letters that are ours, each leased before it is given out. What is not begun by `until` is left as it was."""

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
        """To whom the letter after this one goes, or "" while that one is not leased."""
        return self._leased[0].rows[0].to if self._leased else ""

    def _put_back(self) -> None:
        if self._leased and is_deferrable(self._leased[0].rows[0]):
            mailbox_lease.put_back(self._leased)
        self._leased.clear()


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
