"""The usual way beside ours: one periodic task a person and ritual, all due in the same minute."""

import json
import os
import subprocess
import sys
import time
from collections import Counter

from redis import Redis

from bench.beat import QUEUE
from bench.crowd import EVENING, Model, again, evenly, remember_due, settle, zones
from bench.dispatcher import ROOT, Dispatcher
from bench.durable import connect, copied
from bench.report import Report, middle

ROWS, ROUNDS, SECONDS = 10_000, 3, 30
TRIED = 200  # schedules of theirs in each trial: with all, one of them takes longer than everything else here


def measure(report: Report, couple: Model, load: float) -> None:
    settle(copied("ring"), couple, evenly(ROWS, ROWS), zones())
    due = remember_due("ring")
    rates, peak = [], 0.0
    with Dispatcher("ring") as dispatcher:
        for _ in range(ROUNDS):
            said = dispatcher.ring(EVENING)
            rates.append(said["posted"] / said["seconds"])
            peak = said["peak_kb"] / 1024
            again("ring", due)
    filled(ROWS)
    theirs = json.loads(beat("ring", SECONDS).communicate()[0])
    report.figure(
        "vs_django_celery_beat", middle(rates), "nudges/s", floor=theirs["sent"] / theirs["seconds"], least=1000,
        schedules=ROWS, ours_mib=round(peak, 1), theirs_mib=round(theirs["peak_kb"] / 1024, 1),
        theirs_sent=theirs["sent"], theirs_s=round(theirs["seconds"], 1), theirs_first_s=round(theirs["first_s"], 1),
        load=load,
    )  # fmt: skip
    for trial, (ours, usual) in {"killed": (our_killed, killed), "two_beats": (our_two, two)}.items():
        (lost, twice), (their_lost, their_twice) = ours(due), usual()
        report.figure(
            f"{trial}_lost_or_twice", lost + twice, "nudges", goal=0, of=due, lost=lost, twice=twice,
            theirs_of=TRIED, theirs_lost=their_lost, theirs_twice=their_twice,
        )  # fmt: skip


def beat(*what: object) -> "subprocess.Popen[str]":
    command = [sys.executable, "-P", "-m", "bench.beat", "beat", *map(str, what)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def filled(rows: int) -> None:
    """A database that is theirs alone, and nothing sent."""
    with connect("postgres") as connection:
        connection.execute("DROP DATABASE IF EXISTS beat WITH (FORCE)")
        connection.execute("CREATE DATABASE beat")
    if beat("fill", rows).wait():
        raise RuntimeError("the usual schedules could not be made")
    queue().delete(QUEUE)


def queue() -> "Redis":
    return Redis.from_url(os.environ["REDIS_URL"])


def sent() -> int:
    return int(str(queue().llen(QUEUE)))


def killed() -> tuple[int, int]:
    filled(TRIED)
    first = beat("ring", 600)
    while sent() < TRIED // 2 and first.poll() is None:
        time.sleep(0.01)
    first.kill()
    first.communicate()
    beat("ring", 600).communicate()
    return counted()


def two() -> tuple[int, int]:
    filled(TRIED)
    for each in [beat("ring", 600), beat("ring", 600)]:
        each.communicate()
    return counted()


def counted() -> tuple[int, int]:
    """How many of theirs never came, and how many more than once."""
    messages: list[bytes] = queue().lrange(QUEUE, 0, -1)  # type: ignore[assignment]
    came = Counter(json.loads(message)["headers"]["periodic_task_name"] for message in messages)
    return TRIED - len(came), sum(often > 1 for often in came.values())


def our_killed(due: int) -> tuple[int, int]:
    with Dispatcher("ring") as first:
        first.tell("ring", EVENING)
        while not any(rung()) and first.process.poll() is None:
            time.sleep(0.001)
    with Dispatcher("ring") as second:
        if not second.ring(EVENING)["posted"]:
            raise RuntimeError("it was over before it was killed")
    return our_counted(due)


def our_two(due: int) -> tuple[int, int]:
    with Dispatcher("ring") as first, Dispatcher("ring") as second:
        for each in (first, second):
            each.tell("ring", EVENING)
        for each in (first, second):
            each.answer()
    return our_counted(due)


def our_counted(due: int) -> tuple[int, int]:
    several, different = rung()
    again("ring", due)
    return due - different, several - different


def rung() -> tuple[int, int]:
    with connect("ring") as connection:
        found = connection.execute("SELECT count(*), count(DISTINCT (person_id, occurrence)) FROM couples_message")
        several, different = found.fetchone() or (0, 0)
        return int(str(several)), int(str(different))
