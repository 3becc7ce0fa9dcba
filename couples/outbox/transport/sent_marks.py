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
from weakref import WeakKeyDictionary

import psycopg
from django.db import connection
from psycopg import pq

from couples import clock
from couples.outbox import queue
from couples.outbox.models import LastLetter, Message, State
from couples.outbox.policy import SKEW

log = logging.getLogger(__name__)

#: With values of its own beside it: the server reads no words of ours as a statement.
LEFT = """
UPDATE couples_message SET state = 'sent', sent_at = $1::timestamptz, params = NULL, error = ''
WHERE id IN ({}) AND state = 'pending'
"""
#: For how many rows each connection has LEFT read and planned, which takes the server longer than doing it. Not for an
#: array of any length: that would be planned anew each time.
_prepared: "WeakKeyDictionary[psycopg.Connection[Any], set[int]]" = WeakKeyDictionary()


class NotMarked(Exception):
    """Of a letter that has left, this cannot be written down: nothing more may leave before it can."""


class SentMarks:
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
        begun = rows[0].leased_until and rows[0].leased_until - queue.LEASE
        if begun and now - begun > SKEW and rows[0].letter:  # a slow server: the quarter begins when it took the letter
            LastLetter.objects.filter(person=rows[0].person_id, letter=rows[0].letter).update(at=now)
        self._on_its_way = rows
        try:
            ours = _connection()
            name = _statement(ours, len(rows))
            ours.pgconn.send_query_prepared(name, [now.isoformat().encode(), *(str(row.pk).encode() for row in rows)])
            ours.pgconn.flush()
        except psycopg.Error as error:
            log.warning("A mark was not handed over: %s", type(error).__name__)

    def settle(self) -> None:
        """Wait until it is on disk. Raises NotMarked."""
        if not self._on_its_way:
            return
        rows, self._on_its_way = self._on_its_way, ()
        try:
            if _answered(_connection().pgconn):
                return
            log.warning("A mark was not taken")
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


def _connection() -> "psycopg.Connection[Any]":
    connection.ensure_connection()
    return cast("psycopg.Connection[Any]", connection.connection)


def _statement(ours: "psycopg.Connection[Any]", several: int) -> bytes:
    """The name of LEFT for a letter of that many rows, on this connection. Raises psycopg.Error."""
    name, known = f"nearer_left_{several}".encode(), _prepared.setdefault(ours, set())
    if several not in known:
        places = ", ".join(f"${place}::uuid" for place in range(2, several + 2))
        answer = ours.pgconn.prepare(name, LEFT.format(places).encode())
        if answer.status != pq.ExecStatus.COMMAND_OK:
            raise psycopg.DatabaseError(answer.error_message.decode(errors="replace"))
        known.add(several)
    return name


def _answered(line: pq.abc.PGconn) -> bool:
    while line.is_busy():
        select.select([line.socket], [], [])
        line.consume_input()
    went = False
    while result := line.get_result():
        went = result.status == pq.ExecStatus.COMMAND_OK
    return went
