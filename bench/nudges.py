"""`bin/bench nudges --rows N`: what ringing costs beside plain SQL, one's own growth, and the usual way."""

import os
from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from functools import partial

import django
from django.core.management import call_command

from bench import peak, versus
from bench.crowd import EVENING, Model, again, evenly, model, remember_due, settle, zones
from bench.dispatcher import Dispatcher
from bench.durable import connect, copied, set_aside
from bench.report import Report, middle
from bench.small import shrink

ROWS = 100_000
ROUNDS = 5
IDLE_TICKS, IDLE_TURNS = 100, 9
FEW, MANY = 10_000, 20_000
LEAST_SENT = 100

#: The least that could be done: one statement and one commit for all, on the same tables with the same indexes; times
#: moved by a day whatever the zone, nobody asked who rests or has left, no lock for a second dispatcher, no knock.
PLAIN = """
WITH rung AS (UPDATE rituals_nudge SET next_at = next_at + interval '1 day' WHERE next_at <= %(now)s
              RETURNING person_id, ritual_id)
INSERT INTO couples_message (id, kind, person_id, address, occurrence, about, state, created_at, due_at, expires_at,
                             next_try_at, attempts, refusals, error)
SELECT gen_random_uuid(), 'nudge', person_id, '', ritual_id || ':2026-12-01', ritual_id, 'pending', %(now)s, %(now)s,
       %(now)s + interval '2 hours', %(now)s, 0, 0, '' FROM rung
"""


def run(rows: int = ROWS, only: str = "", *, small: bool = False) -> int:
    report = Report("nudges")
    django.setup()
    if small:
        shrink("bench.nudges", "bench.sending", "bench.versus")
    from django.db import connection  # noqa: PLC0415  needs the settings

    call_command("migrate", verbosity=0)
    couple = model()
    connection.close()
    set_aside()
    parts: dict[str, Callable[[], None]] = {
        "sending": partial(send, report, max(LEAST_SENT, min(rows // 200, 2_000))),
        "dispatch": partial(dispatch, report, couple, rows),
        "day": lambda: peak.measure(report, couple, rows, load()),
        "versus": lambda: versus.measure(report, couple, load()),
    }
    for name, measure in parts.items():
        if only in {"", name}:
            measure()
    return 1 if report.missed else 0


def send(report: Report, several: int) -> None:
    from bench import sending  # noqa: PLC0415  needs the settings

    sending.measure(report, several, load())


def dispatch(report: Report, couple: Model, rows: int) -> None:
    small, large = FEW, max(rows, MANY)
    for name, size in (("small", small), ("large", large)):
        settle(copied(name), couple, evenly(size, size // 10), zones())
    due = remember_due("large")
    with Dispatcher("small") as few, Dispatcher("large") as many:
        idle(report, few, many, small, large)
        beside_plain_sql(report, many, due)
    two(report, due)
    memory(report, small, large)


def idle(report: Report, few: Dispatcher, many: Dispatcher, small: int, large: int) -> None:
    before = EVENING - timedelta(hours=1)
    for warm in (few, many):
        warm.idle(before, 20)
    turns = [(few.idle(before, IDLE_TICKS), many.idle(before, IDLE_TICKS)) for _ in range(IDLE_TURNS)]
    value, floor = middle([turn[1] for turn in turns]), middle([turn[0] for turn in turns])
    report.figure("idle_tick_growth", value, "ms", floor=floor, goal=1.5, rows=[small, large], load=load())


def beside_plain_sql(report: Report, dispatcher: Dispatcher, due: int) -> None:
    """In turns, each on a table just vacuumed."""
    plain, ours = [], []
    for _ in range(ROUNDS):
        plain.append(due / plain_sql())
        again("large", due)
        said = dispatcher.ring(EVENING)
        if said["posted"] != due:
            raise RuntimeError(f"{said['posted']} of {due} were rung for")
        ours.append(due / said["seconds"])
        again("large", due)
    report.figure(
        "dispatch_vs_sql", middle(ours), "nudges/s", floor=middle(plain), least=0.6, due=due, ours=_round(ours),
        plain=_round(plain), load=load(),
    )  # fmt: skip


def plain_sql() -> float:
    import time  # noqa: PLC0415

    with connect("large") as connection:
        started = time.perf_counter()
        connection.execute(PLAIN, {"now": EVENING})
        return time.perf_counter() - started


def two(report: Report, due: int) -> None:
    """Two processes on the same rows, in turns with one; what they wrote is counted, and what they knocked with."""
    one_took, two_took = [], []
    with Dispatcher("large") as first, Dispatcher("large") as second:
        for _ in range(ROUNDS):
            one_took.append(first.ring(EVENING)["seconds"])
            again("large", due)
            for each in (first, second):
                each.tell("ring", EVENING)
            said = [each.answer() for each in (first, second)]
            two_took.append(max(answer["seconds"] for answer in said))
            with connect("large") as connection:
                rung = connection.execute(
                    "SELECT count(*), count(DISTINCT (person_id, occurrence)) FROM couples_message"
                )
                if rung.fetchone() != (due, due) or sum(answer["posted"] for answer in said) != due:
                    raise RuntimeError(f"two dispatchers: {said} instead of {due}")
            again("large", due)
    cpus = [round(answer["cpu"] / answer["seconds"], 2) for answer in said]
    report.figure(
        "two_dispatchers", due / middle(two_took), "nudges/s", floor=due / middle(one_took), least=1.5, twice=0,
        busy=cpus, cores=os.cpu_count(), load=load(),
    )  # fmt: skip


def memory(report: Report, small: int, large: int) -> None:
    """The most a dispatcher ever held, after ringing for a tenth of all rows."""
    with ExitStack() as stack:
        peaks = []
        for name in ("small", "large"):
            dispatcher = stack.enter_context(Dispatcher(name))
            peaks.append(dispatcher.ring(EVENING)["peak_kb"] / 1024)
    report.figure("memory_growth", peaks[1], "MiB", floor=peaks[0], goal=1.1, rows=[small, large], load=load())


def load() -> float:
    """What else this machine was doing."""
    return round(os.getloadavg()[0], 2)


def _round(numbers: list[float]) -> list[int]:
    return [round(number) for number in numbers]
