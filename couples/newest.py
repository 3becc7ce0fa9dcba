"""Long lists begin with their newest few. A link leads to all of it: nothing is out of reach, nothing is counted."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Generic, TypeVar

from django.db import models

T = TypeVar("T")

#: How many a page shows before somebody asks for all of it: of what is read there, and of what is only named.
READ, NAMED = 8, 4


@dataclass(frozen=True, slots=True)
class Newest(Generic[T]):
    """The first of a list, in its own order. `more`: the list goes on."""

    rows: list[T]
    more: bool

    def __iter__(self) -> Iterator[T]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def newest(rows: "models.QuerySet[Any] | Iterable[Any]", most: int = READ, *, whole: bool = False) -> Newest[Any]:
    """The first `most` of them, or the `whole` list. Of the rest no more is loaded than whether there is one."""
    if whole:
        return Newest(list(rows), more=False)
    found = list(rows[: most + 1] if isinstance(rows, models.QuerySet) else islice(rows, most + 1))
    return Newest(found[:most], more=len(found) > most)
