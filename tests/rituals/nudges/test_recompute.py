"""New zone data (T1): every next time anew, none lost, none twice."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import call_command

from couples import clock
from couples.accounts.models import Person
from couples.space.models import Couple
from rituals import cadence
from rituals.models import Nudge
from rituals.nudges import engine, recompute
from tests.rituals.conftest import checkin_at, rung, utc

pytestmark = pytest.mark.django_db


class Changed(ZoneInfo):
    """Berlin, had its government gone to another offset since the times were worked out."""

    by = timedelta(hours=1)

    def utcoffset(self, dt: datetime | None) -> timedelta | None:
        usual = super().utcoffset(dt)
        return usual if usual is None else usual + self.by

    def fromutc(self, dt: datetime) -> datetime:
        return super().fromutc(dt) + self.by


@pytest.fixture(autouse=True)
def forget_dates() -> Iterator[None]:
    yield
    cadence.instant.cache_clear()
    cadence._next_start.cache_clear()


def berlin_moves(monkeypatch: pytest.MonkeyPatch, hours: int) -> None:
    zone: tzinfo = Changed.no_cache("Europe/Berlin")
    monkeypatch.setattr(Changed, "by", timedelta(hours=hours))
    for module in (engine, recompute):
        monkeypatch.setattr(module, "stored_zone", lambda key: zone if key == "Europe/Berlin" else ZoneInfo(key))


def run() -> str:
    said = StringIO()
    call_command("recompute", stdout=said)
    return said.getvalue()


def test_without_new_data_nothing_moves(couple: Couple, ada: Person) -> None:
    checkin_at(couple, ada)
    before = list(Nudge.objects.order_by("pk").values_list("pk", "next_at"))
    assert run() == "2 nudges, 0 of them at another time now.\n"
    assert list(Nudge.objects.order_by("pk").values_list("pk", "next_at")) == before


def test_next_times_follow_the_new_data_and_others_stay(
    couple: Couple, ada: Person, ben: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    with time_machine.travel(utc("2026-11-23T06:00"), tick=False):
        checkin_at(couple, ada)
        berlin_moves(monkeypatch, 1)
        assert run() == "2 nudges, 1 of them at another time now.\n"
    assert Nudge.objects.get(person=ada).next_at == utc("2026-11-23T18:30")
    assert Nudge.objects.get(person=ben).next_at == utc("2026-11-24T01:30")


def test_what_has_just_been_by_the_new_data_rings_now_and_once(
    couple: Couple, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    with time_machine.travel(utc("2026-11-23T06:00"), tick=False):
        checkin_at(couple, ada)
    with time_machine.travel(utc("2026-11-23T19:00"), tick=False):
        berlin_moves(monkeypatch, 1)  # 20:30 was at 19:30 UTC, and is at 18:30 now
        run()
        engine.ring()
        run()
        engine.ring()
    assert rung(ada) == [("Ada", "2026-11-23 18:30", "pending")]
    assert Nudge.objects.get(person=ada).next_at == utc("2026-11-24T18:30")


def test_what_rang_already_does_not_ring_again(couple: Couple, ada: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    with time_machine.travel(utc("2026-11-23T06:00"), tick=False):
        checkin_at(couple, ada)
    with time_machine.travel(utc("2026-11-23T19:30"), tick=False):
        engine.ring()
        berlin_moves(monkeypatch, -1)  # now 20:30 comes at 20:30 UTC, an hour from now
        run()
    with time_machine.travel(datetime(2026, 11, 23, 20, 30, tzinfo=UTC), tick=False):
        engine.ring()
    assert rung(ada) == [("Ada", "2026-11-23 19:30", "pending")]
    assert Nudge.objects.get(person=ada).next_at == utc("2026-11-24T20:30")


def test_it_goes_through_all_of_them_in_small_steps(
    couple: Couple, ada: Person, stranger: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recompute, "STEP", 1)
    checkin_at(couple, ada)
    Nudge.objects.update(next_at=clock.now() + timedelta(days=40))
    assert run() == "2 nudges, 2 of them at another time now.\n"
