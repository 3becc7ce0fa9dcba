"""That a letter has left: written while the next one is made ready, and on disk before that one's words leave (E9).

A commit waits for the disk, which takes longer than a mail does. So the mark is handed to PostgreSQL without waiting,
and its answer is read at the last look before the next DATA, or when anything else is asked of the database. A worker
killed at any moment leaves at most one letter whose mark is missing.
"""

import logging
import select
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from types import TracebackType
from typing import Any, Self, cast

import psycopg
from django.db import connection
from psycopg import pq

from couples import clock
from couples.outbox import leases
from couples.outbox.models import LastLetter, Message, State
from couples.outbox.turns import SKEW

log = logging.getLogger(__name__)

#: With values of its own beside it: the server reads no words of ours as a statement.
LEFT = b"""
UPDATE couples_message SET state = 'sent', sent_at = $2::timestamptz, params = NULL, error = ''
WHERE id = ANY($1::uuid[]) AND state = 'pending'
"""


class NotMarked(Exception):
    """Of a letter that has left, this cannot be written down: nothing more may leave before it can."""


class Marks:
    """At most one on its way, on the connection that everything else uses as well."""

    def __init__(self) -> None:
        self._on_its_way: Sequence[Message] = ()
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        self._stack.enter_context(connection.execute_wrapper(self._settled_first))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.settle()
        finally:
            self._stack.close()

    def left(self, rows: Sequence[Message]) -> None:
        """They have left, whoever holds them now: all of a letter in one commit."""
        self.settle()
        now = clock.now()
        begun = rows[0].leased_until and rows[0].leased_until - leases.LEASE
        if begun and now - begun > SKEW and rows[0].letter:  # a slow server: the quarter begins when it took the letter
            LastLetter.objects.filter(person=rows[0].person_id, letter=rows[0].letter).update(at=now)
        self._on_its_way = rows
        ids = "{" + ",".join(str(row.pk) for row in rows) + "}"
        try:
            line = _line()
            line.send_query_params(LEFT, [ids.encode(), now.isoformat().encode()])
            line.flush()
        except psycopg.Error as error:
            log.warning("A mark was not handed over: %s", type(error).__name__)

    def settle(self) -> None:
        """Wait until it is on disk. Raises NotMarked."""
        if not self._on_its_way:
            return
        rows, self._on_its_way = self._on_its_way, ()
        try:
            if _answered(_line()):
                return
        except psycopg.Error as error:
            log.warning("A mark had no answer: %s", type(error).__name__)
        try:
            held = Message.objects.filter(pk__in=[row.pk for row in rows], state=State.PENDING)
            held.update(state=State.SENT, sent_at=clock.now(), params=None, error="")
        except Exception as error:
            raise NotMarked(str(rows[0].pk)) from error

    def _settled_first(self, execute: Callable[..., Any], *asked: Any) -> Any:
        self.settle()
        return execute(*asked)


def _line() -> pq.abc.PGconn:
    connection.ensure_connection()
    return cast("psycopg.Connection[Any]", connection.connection).pgconn


def _answered(line: pq.abc.PGconn) -> bool:
    while line.is_busy():
        select.select([line.socket], [], [])
        line.consume_input()
    went = False
    while result := line.get_result():
        went = result.status == pq.ExecStatus.COMMAND_OK
    return went
