"""How long one question to the database may take, by the kind of process that asks.

A page that waits for ever holds a worker of two, and a lock that nobody lets go holds everybody behind it. Each
question is given up instead: the page says so kindly, the task is tried again at the next tick. Migrations and other
commands have no limit: they are run by somebody who watches.
"""

from dataclasses import dataclass
from typing import Final

from django.db import connections


@dataclass(frozen=True, slots=True)
class Limits:
    """In seconds. `idle`: a transaction in which nothing is asked, as of a process that was stopped in it."""

    statement: int
    lock: int
    idle: int

    @property
    def options(self) -> str:
        limits = {
            "statement_timeout": self.statement,
            "lock_timeout": self.lock,
            "idle_in_transaction_session_timeout": self.idle,
        }
        return " ".join(f"-c {name}={seconds}s" for name, seconds in limits.items())


LIMITS: Final = {
    "web": Limits(statement=10, lock=4, idle=20),
    "live": Limits(statement=4, lock=2, idle=10),
    "worker": Limits(statement=30, lock=10, idle=60),
    # A ring that waits for a lock keeps the sweeps behind it waiting too.
    "clock": Limits(statement=30, lock=5, idle=60),
}
_given: dict[str, str] = {}


def limit(kind: str) -> None:
    """From the next connection on, this process is of that kind."""
    for alias in connections:
        options = connections.settings[alias].setdefault("OPTIONS", {})
        given = _given.setdefault(alias, options.get("options", ""))
        options["options"] = f"{given} {LIMITS[kind].options}".strip()
