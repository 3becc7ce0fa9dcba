"""Several hands in the same instant."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

from django.db import connections


def at_once(*acts: Callable[[], Any], refused: type[Exception] | None = None) -> None:
    """Each in a thread and on a connection of its own, let go together. What may be `refused` is part of it."""
    gate = threading.Barrier(len(acts))

    def run(act: Callable[[], Any]) -> None:
        try:
            gate.wait(10)
            with suppress(*filter(None, [refused])):
                act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        for done in [pool.submit(run, act) for act in acts]:
            done.result(30)
