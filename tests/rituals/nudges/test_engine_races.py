"""Several dispatchers at once, and dispatchers that die: nobody is rung for twice, nobody is forgotten."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import timedelta
from threading import Barrier, Event
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.conf import settings
from django.db import connection

from couples import clock
from couples.accounts.models import Person
from couples.outbox.models import Message
from couples.outbox.queue import due_ids
from rituals.models import Nudge
from rituals.nudges import engine, engine_sql
from rituals.nudges.engine import ring
from tests.factories import PersonFactory, make_couple
from tests.rituals.conftest import checkin_at, time_together, utc

pytestmark = pytest.mark.django_db(transaction=True)

EVENING = utc("2026-11-23T19:30")
RING = """
import sys, django
from datetime import datetime
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
django.setup()
from rituals.nudges import engine
from rituals.nudges import engine_sql
engine.BATCH = 7
print("ready", flush=True)
sys.stdin.readline()
print(engine.ring(datetime.fromisoformat(sys.argv[2])), flush=True)
"""


@pytest.fixture(autouse=True)
def one_morning() -> Iterator[None]:
    with time_machine.travel(EVENING - timedelta(hours=12)):
        yield


@pytest.fixture
def crowd() -> int:
    """Couples in one zone, each with a check-in at the same minute. Returns how many messages are due that evening."""
    for _ in range(10):
        first: Person = PersonFactory()
        checkin_at(make_couple(first, PersonFactory()), first, "20:30")
    Message.objects.all().delete()
    return 20


def ring_and_hang_up() -> int:
    try:
        return ring(EVENING)
    finally:
        connection.close()


def at_once(several: int) -> list[int]:
    start = Barrier(several)

    def one(_: int) -> int:
        start.wait(60)
        return ring_and_hang_up()

    with ThreadPoolExecutor(several) as pool:
        return list(pool.map(one, range(several)))


def test_four_ringing_at_once_ring_each_once(crowd: int, knocks: list[UUID], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "BATCH", 3)
    assert sum(at_once(4)) + ring(EVENING) == crowd
    assert Message.objects.count() == crowd
    assert sorted(knocks) == sorted(Message.objects.values_list("pk", flat=True))


def test_a_second_dispatcher_passes_by_what_the_first_holds(crowd: int, monkeypatch: pytest.MonkeyPatch) -> None:
    holding, release, work_out = Event(), Event(), engine._worked_out

    def slowly(*args: Any) -> Any:
        holding.set()
        assert release.wait(60)
        return work_out(*args)

    monkeypatch.setattr(engine, "_worked_out", slowly)
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(ring_and_hang_up)
        assert holding.wait(60)
        monkeypatch.setattr(engine, "_worked_out", work_out)
        assert ring(EVENING) == 0
        release.set()
        assert first.result(60) == crowd
    assert Message.objects.count() == crowd


def test_two_processes_ringing_at_once_ring_each_once(crowd: int) -> None:
    command = [sys.executable, "-P", "-c", RING, connection.settings_dict["NAME"], EVENING.isoformat()]
    with ExitStack() as stack:
        both = [
            stack.enter_context(
                subprocess.Popen(
                    command, cwd=settings.BASE_DIR, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
                )
            )
            for _ in range(2)
        ]
        for process in both:
            stack.callback(process.kill)
            assert process.stdout
            assert process.stdout.readline() == "ready\n"
        for process in both:
            assert process.stdin
            process.stdin.write("go\n")
            process.stdin.flush()
        said = [process.communicate(timeout=120)[0] for process in both]
    assert sum(map(int, said)) + ring(EVENING) == crowd
    assert Message.objects.count() == crowd


def test_one_that_dies_before_its_commit_leaves_everything_to_the_next(
    crowd: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as dying:
        dying.setattr(engine, "RING", f"{engine_sql.RING}; SELECT pg_terminate_backend(pg_backend_pid())")
        with pytest.raises(Exception, match=r"terminat|closed"):
            ring(EVENING)
    connection.close()
    assert Message.objects.count() == 0
    assert ring(EVENING) == crowd


def test_what_nobody_could_be_told_of_is_found_by_the_sweep(crowd: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody_there(ids: list[UUID]) -> None:
        raise ConnectionError

    monkeypatch.setattr(engine, "hand_over", nobody_there)
    with pytest.raises(ConnectionError):
        ring(EVENING)
    with time_machine.travel(EVENING):
        assert len(due_ids()) == crowd
    monkeypatch.undo()
    assert ring(EVENING) == 0


def test_changing_a_time_while_it_rings_neither_waits_for_ever_nor_rings_twice(ada: Person, ben: Person) -> None:
    couple = make_couple(ada, ben)
    Message.objects.all().delete()
    time_together(couple, ada, "20:30")
    start = Barrier(2)

    def change() -> None:
        try:
            start.wait(60)
            for minute in range(20):
                checkin_at(couple, ben, f"20:{minute:02}")
        finally:
            connection.close()

    def keep_ringing() -> None:
        try:
            start.wait(60)
            for minute in range(20):
                ring(EVENING - timedelta(minutes=30 - minute))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(change), pool.submit(keep_ringing)]:
            done.result(120)
    ring(EVENING)
    assert Message.objects.filter(person=ada).count() == 2  # one for each of the two times
    assert all(at > clock.now() for at in Nudge.objects.values_list("next_at", flat=True) if at)
