"""What every play of several people stands on: a database that forgets it, a clock to set, hints that are heard."""

from datetime import UTC, datetime
from itertools import count
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from couples.live import hints as live_hints

EVENING = datetime(2026, 11, 22, 20, tzinfo=UTC)


class Played(RuleBasedStateMachine):
    begins_at = EVENING

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.travel = time_machine.travel(self.begins_at, tick=False)
        self.clock = self.travel.start()
        self.patch = pytest.MonkeyPatch()
        self.hints: list[str] = []
        self.hinted: list[str] = []
        self.patch.setattr(live_hints, "_publish", self._hear)
        self.patch.setattr("couples.doorbell.knock", lambda *args, **kwargs: None)
        self.numbers = count()

    def forget(self) -> None:
        """The end of the play: nothing of it stays."""
        self.patch.undo()
        self.travel.stop()
        connection.run_on_commit = []
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    def _hear(self, channel: str, hint: str) -> None:
        self.hints.append(channel)
        self.hinted.append(hint)

    def _after_commit(self) -> set[str]:
        """Which channels were hinted to by what would now be committed."""
        waiting, connection.run_on_commit = connection.run_on_commit, []
        self.hints.clear()
        for entry in waiting:
            entry[1]()
        return set(self.hints)


def play(model: type[RuleBasedStateMachine], examples: int, steps: int, **more: Any) -> None:
    """So many evenings of so many steps, always the same ones."""
    chosen = settings(
        max_examples=examples,
        stateful_step_count=steps,
        derandomize=True,
        report_multiple_bugs=False,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        **more,
    )
    run_state_machine_as_test(model, settings=chosen)
