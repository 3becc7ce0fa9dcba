"""How often one calendar address may be asked: counted in this process, so that the feed needs the database alone.

Where several processes serve pages each counts for itself; a program that asks all the time is told so by each.
"""

import threading
from time import monotonic
from uuid import UUID

#: A calendar program asks once or a few times an hour.
AN_HOUR = 60
_SECONDS = 3_600.0
_MOST = 10_000

_lock = threading.Lock()
_asked: dict[UUID, tuple[float, int]] = {}


def is_too_often(membership: UUID) -> bool:
    """Counts this time too. Only addresses that exist are counted: others cost nothing and would fill the memory."""
    now = monotonic()
    with _lock:
        until, times = _asked.get(membership, (0.0, 0))
        if until <= now:
            until, times = now + _SECONDS, 0
        if len(_asked) >= _MOST:
            _forget(now)
        _asked[membership] = until, times + 1
    return times >= AN_HOUR


def _forget(now: float) -> None:
    for membership in [membership for membership, (until, _) in _asked.items() if until <= now]:
        del _asked[membership]
