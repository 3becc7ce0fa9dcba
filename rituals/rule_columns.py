"""A rule as the columns of a row: those of `Ritual`, and those the engine claims with due nudges."""

from collections.abc import Iterable
from datetime import date, time
from functools import lru_cache
from operator import attrgetter
from typing import Protocol

from rituals.cadence import Rule


class RuleColumns(Protocol):
    """`weekdays` has a bit for each weekday, Monday the lowest. The others are the fields of `Rule` by name."""

    @property
    def at(self) -> time: ...
    @property
    def weekdays(self) -> int: ...
    @property
    def every(self) -> int: ...
    @property
    def monthday(self) -> int | None: ...
    @property
    def nth(self) -> int | None: ...
    @property
    def starts_on(self) -> date | None: ...
    @property
    def ends_on(self) -> date | None: ...


_columns = attrgetter("at", "weekdays", "every", "monthday", "nth", "starts_on", "ends_on")


def rule_of(row: RuleColumns) -> Rule:
    """The rule in these columns. Equal columns give the same object, so that what is remembered of it is shared."""
    return _rule(*_columns(row))


@lru_cache(maxsize=65_536)
def _rule(
    at: time,
    weekdays: int,
    every: int,
    monthday: int | None,
    nth: int | None,
    starts_on: date | None,
    ends_on: date | None,
) -> Rule:
    days = frozenset(day for day in range(7) if weekdays >> day & 1)
    return Rule(at, days, every, monthday, nth, starts_on, ends_on)


def weekday_bits(days: Iterable[int]) -> int:
    return sum(1 << day for day in set(days))
