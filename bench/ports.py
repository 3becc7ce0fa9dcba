"""Ports for servers of ours that begin a moment later.

Not from those that the system gives to whoever asks for any (from 32768 on Linux): until its server listens there, one
of these can become the near end of somebody's connection. Browsers refuse some ports below 11000.
"""

import os
import socket
from itertools import count
from typing import Final

FIRST: Final = 11_000
PAST: Final = 32_000
#: Each process begins elsewhere, and gives none out twice before it has given out all.
_places = count(os.getpid() * 997)


def free_ports(several: int) -> list[int]:
    found: list[int] = []
    while len(found) < several:
        port = FIRST + next(_places) % (PAST - FIRST)
        if _is_free(port):
            found.append(port)
    return found


def free_port() -> int:
    return free_ports(1)[0]


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("", port))
        except OSError:
            return False
    return True
