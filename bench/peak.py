"""A day of a whole crowd, minute by minute: how late is the last one rung for at the fullest :00?"""

import random
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bench.crowd import RITUALS, Choice, Model, settle, zones
from bench.dispatcher import Dispatcher
from bench.durable import copied
from bench.report import Report, percentile

DAY = datetime(2026, 12, 2, tzinfo=UTC)
TICK = 15  # seconds between two ticks; the minute is taken to begin just after one, so each waits as long as can be
#: How people choose: mostly evenings, mostly a whole or a half hour.
HOURS = [1] * 6 + [4, 8, 8, 5, 3, 3, 5, 4, 3, 3, 4, 7, 12, 16, 20, 20, 10, 4]
MINUTES = {0: 45, 30: 30, 15: 7, 45: 7, 20: 2, 40: 2, 10: 2, 50: 2, 5: 1, 55: 1, 25: 1}


def chosen(couples: int, names: list[str], seed: int = 2) -> Iterator[Choice]:
    """All on one day by UTC, so that nobody's next day begins before it ends."""
    dice = random.Random(seed)  # noqa: S311
    for couple in range(1, couples + 1):
        home = ZoneInfo(names[(couple - 1) % len(names)])
        for _ in range(RITUALS):
            hour = dice.choices(range(24), HOURS)[0]
            minute = dice.choices(list(MINUTES), list(MINUTES.values()))[0]
            at = DAY.replace(hour=hour, minute=minute, tzinfo=home).astimezone(UTC)
            yield Choice(couple, datetime.combine(DAY, at.time(), UTC))


def measure(report: Report, couple: Model, rows: int, load: float) -> None:
    names, couples = zones(), max(1, rows // (2 * RITUALS))
    choices = list(chosen(couples, names))
    settle(copied("day"), couple, choices, names)
    due = Counter(choice.next_at for choice in choices)
    with Dispatcher("day") as dispatcher:
        taken = {at: dispatcher.ring(at) for at in sorted(due)}
    posted = sum(said["posted"] for said in taken.values())
    if posted != 2 * len(choices):
        raise RuntimeError(f"{posted} of {2 * len(choices)} were rung for")
    lags = list(lag_of_each((at, said["seconds"], said["handed"]) for at, said in taken.items()))
    fullest = max(taken, key=lambda at: taken[at]["posted"])
    report.figure(
        "peak_lag_s", max(lags), "s", goal=60, p50=round(percentile(lags, 0.5), 2),
        p99=round(percentile(lags, 0.99), 2),
        nudges=posted, couples=couples, zones=len(names), tick_s=TICK, fullest_minute=taken[fullest]["posted"],
        fullest_took_s=round(taken[fullest]["seconds"], 2), load=load,
    )  # fmt: skip


def lag_of_each(minutes: Iterable[tuple[datetime, float, list[tuple[float, int]]]]) -> Iterator[float]:
    """Seconds from its minute to its being handed over; a tick that is late for its minute is late for the next."""
    free = DAY
    for at, seconds, handed in minutes:
        begin = max(at + timedelta(seconds=TICK), free)
        free = begin + timedelta(seconds=seconds)
        for after, several in handed:
            yield from [(begin - at).total_seconds() + after] * several
