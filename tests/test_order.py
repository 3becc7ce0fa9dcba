"""What takes long begins first in each process, and no test is lost or played twice."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests import order


@dataclass(frozen=True)
class Item:
    """As much of a test as its place in the list depends on."""

    path: Path
    name: int
    marked: bool

    def get_closest_marker(self, _name: str) -> Any:
        return self.marked or None


def several(path: str, count: int, *, marked: bool = True) -> list[Any]:
    return [Item(order.TESTS / path, number, marked) for number in range(count)]


SHORT = several("couples/test_forms.py", 50, marked=False)
LONG = [*several("browser/test_help.py", 3), *several("composed/test_slow.py", 4), *several("local/test_up.py", 2)]
LONGEST = [*several("browser/test_main_job.py", 2), *several("bench/test_whole_runs.py", 4)]


@pytest.mark.parametrize("hands", [1, 2, 3, 4])
def test_each_process_begins_with_its_share_of_what_takes_long(hands: int) -> None:
    items = [*SHORT, *LONG, *LONGEST]
    dealt = order.dealt(items, hands)
    assert sorted(map(str, dealt)) == sorted(map(str, items))
    assert [each for each in dealt if each in SHORT] == SHORT
    begins = [
        sum(len(items) // hands + (n >= hands - len(items) % hands) for n in range(hand)) for hand in range(hands)
    ]
    assert all(order.rank(dealt[at]) < 2 for at in begins)
    assert order.rank(dealt[0]) == 0
    assert all(order.rank(dealt[at - 1]) == 2 for at in [*begins, 0])


def test_without_anything_short_the_long_ones_are_all_there() -> None:
    items = [*LONG, *LONGEST]
    assert sorted(map(str, order.dealt(items, 3))) == sorted(map(str, items))
