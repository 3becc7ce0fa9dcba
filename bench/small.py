"""`--small`: every benchmark made so small that it runs whole in seconds. It says nothing of how fast anything is."""

from importlib import import_module
from typing import Any

#: By module and name, where a benchmark keeps how much of something it does.
SIZES: dict[str, dict[str, Any]] = {
    "bench.nudges": {"ROUNDS": 1, "IDLE_TICKS": 3, "IDLE_TURNS": 1, "FEW": 200, "MANY": 400, "LEAST_SENT": 8},
    "bench.sending": {"ROUNDS": 1, "FAR": 3, "SEVERAL": 2},
    "bench.versus": {"ROUNDS": 1, "ROWS": 6_000, "TRIED": 20, "SECONDS": 2},
    "bench.pages": {"ROUNDS": 1, "EACH": 2, "ROWS": 4},
    "bench.first_pages": {"ROUNDS": 1, "EACH": 2},
    "bench.search": {"ENTRIES": 20, "TIMES": 2},
    "bench.story": {"ENTRIES": 60, "ROUNDS": 1, "EACH": 2},
    "bench.weights": {"EDITS": 2},
    "bench.editing": {"EDITS": 3, "SAVES": 2, "MERGES": 1},
}


def shrink(*modules: str) -> None:
    """Once Django is set up: some of them import models."""
    for module in modules:
        vars(import_module(module)).update(SIZES[module])
