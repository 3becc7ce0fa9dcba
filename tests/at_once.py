"""Several hands in the same instant."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

from django.db import connection, connections

#: How long whoever has locked something waits for the other to have locked something as well.
A_MOMENT = 0.15
_LOCKING = ("FOR UPDATE", "FOR NO KEY UPDATE")


def at_once(
    *acts: Callable[[], Any], refused: type[Exception] | Sequence[type[Exception]] = (), crossing: bool = False
) -> None:
    """Each in a thread and on a connection of its own, let go together. What may be `refused` is part of it.

    `crossing`: with its first lock each waits until the others have theirs, as far as they get any. So whoever takes
    two in another order than the others ends in a deadlock, always and not by chance.
    """
    refusals = [refused] if isinstance(refused, type) else refused
    gate, locked = threading.Barrier(len(acts)), threading.Barrier(len(acts))

    def run(act: Callable[[], Any]) -> None:
        try:
            gate.wait(60)
            with suppress(*refusals), connection.execute_wrapper(_Crossing(locked if crossing else None)):
                act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        for done in [pool.submit(run, act) for act in acts]:
            done.result(120)


class _Crossing:
    def __init__(self, locked: threading.Barrier | None) -> None:
        self._locked = locked

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        result = execute(sql, params, many, context)
        if self._locked and (sql.startswith("UPDATE") or any(words in sql for words in _LOCKING)):
            locked, self._locked = self._locked, None
            with suppress(threading.BrokenBarrierError):
                locked.wait(A_MOMENT)
        return result
