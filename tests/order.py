"""In which order several processes play the tests: what takes long begins first, in each of them, so that none is left
alone with it in the end.

xdist (`--dist=worksteal`) gives each process a part of the list, all of the same length. Whoever is done takes half of
what the slowest has not begun, from its end. Within each kind the order stays as dice threw it.
"""

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
#: A minute and more each: whole runs of benchmarks, a copy of the project, an evening with its nudge awaited.
LONGEST = [TESTS / name for name in ("bench", "test_adding_a_practice.py", "browser/test_main_job.py")]


def rank(item: pytest.Item) -> int:
    if any(item.path.is_relative_to(place) for place in LONGEST):
        return 0
    return 1 if item.get_closest_marker("no_cover") else 2


def dealt(items: Sequence[pytest.Item], hands: int) -> list[pytest.Item]:
    """The list, each hand's part of it with its share of the long ones first. A module's stay together."""
    ordered = sorted(items, key=rank)
    parts: list[list[pytest.Item]] = [[] for _ in range(hands)]
    for _path, module in groupby([item for item in ordered if rank(item) < 2], key=lambda item: item.path):
        min(parts, key=len).extend(module)
    short = [item for item in ordered if rank(item) == 2]
    left = len(ordered)
    for number, part in enumerate(parts):
        size = left // (hands - number)
        left -= size
        missing = max(0, size - len(part))
        part += short[:missing]
        del short[:missing]
    return [item for part in parts for item in part] + short
