"""The return time: within a day, on the clock of whoever chooses, also where a clock jumps."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from hypothesis import example, given, settings
from hypothesis import strategies as st

from couples.accounts.models import Person
from couples.zones import zone_keys
from journal.breaks.forms import PASSED, TOO_FAR, ReturnTimeForm
from journal.breaks.models import LONGEST
from journal.breaks.return_times import SHORT, Choice, is_within_a_day, offered, own_time

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = st.sampled_from(sorted(zone_keys())).map(ZoneInfo)
#: Any second of three years.
NOWS = st.integers(0, 3 * 365 * 86_400).map(lambda seconds: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(0, seconds))
#: A gap (from two to three), a fold (three to two), and a date that was skipped altogether.
GAP, FOLD = datetime(2026, 3, 28, 22, tzinfo=UTC), datetime(2026, 10, 24, 22, tzinfo=UTC)
APIA = datetime(2011, 12, 30, 6, tzinfo=UTC)


@given(NOWS, ZONES)
@example(GAP, BERLIN)
@example(FOLD, BERLIN)
@example(APIA, ZoneInfo("Pacific/Apia"))
@settings(max_examples=150)
def test_whatever_is_offered_is_ahead_and_within_a_day(now: datetime, zone: ZoneInfo) -> None:
    times = {each.choice: each.at for each in offered(now, zone)}
    assert list(times) == [choice for choice in Choice if choice in times]  # in the order people see
    assert set(SHORT) <= set(times)
    for choice, at in times.items():
        assert is_within_a_day(at, now)
        assert (at.second, at.microsecond) == (0, 0)
        if choice in SHORT:
            assert SHORT[choice] <= at - now < SHORT[choice] + timedelta(minutes=1)


@given(NOWS, ZONES, st.times().map(lambda at: at.replace(second=0, microsecond=0)), st.integers(-1, 2))
@example(GAP, BERLIN, time(2, 30), 1)
@example(FOLD, BERLIN, time(2, 30), 1)
@settings(max_examples=150)
def test_a_time_of_ones_own_is_that_wall_time_moved_on_in_a_gap_and_the_first_in_a_fold(
    now: datetime, zone: ZoneInfo, at: time, days: int
) -> None:
    on = now.astimezone(zone).date() + timedelta(days=days)
    found = own_time(on, at, zone)
    local = found.astimezone(zone)
    if (local.date(), local.time()) != (on, at):  # the zone has no such time: it is moved on
        assert local.replace(tzinfo=None) > datetime.combine(on, at)
    else:
        earlier = [found - timedelta(hours=hours) for hours in (0.5, 1, 2)]
        assert all(each.astimezone(zone).replace(tzinfo=None) != datetime.combine(on, at) for each in earlier)
    assert is_within_a_day(found, now) == (now < found <= now + LONGEST)


def asked(now: datetime, **sent: str) -> ReturnTimeForm:
    person = Person(zone="Europe/Berlin")
    with time_machine.travel(now, tick=False):
        form = ReturnTimeForm({"id": "6d0c6c36-6f7c-4a5a-8e2c-5a1d2f0f9a11", **sent}, person=person)
        form.full_clean()
    return form


@pytest.mark.parametrize(
    ("on", "at", "found"),
    [
        (date(2026, 3, 29), "02:30", datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),  # half past three
        (date(2026, 3, 29), "03:30", datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        (date(2026, 3, 29), "23:00", datetime(2026, 3, 29, 21, tzinfo=UTC)),  # the day has 23 hours
    ],
)
def test_a_gap_is_stepped_over(on: date, at: str, found: datetime) -> None:
    assert asked(GAP, until="own", on=on.isoformat(), at=at).until_at == found


def test_of_an_hour_that_comes_twice_it_is_the_first() -> None:
    assert asked(FOLD, until="own", on="2026-10-25", at="02:30").until_at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_what_is_past_or_too_far_is_refused_kindly_and_kept() -> None:
    now = datetime(2026, 11, 26, 19, 40, tzinfo=UTC)
    for on, at, said in (("2026-11-26", "20:30", PASSED), ("2026-11-27", "20:41", TOO_FAR)):
        form = asked(now, until="own", on=on, at=at)
        assert form.errors == {"at": [str(said)]}
        assert form["at"].value() == at
    assert asked(now, until="own", on="2026-11-27", at="20:40").is_valid()
    assert "at" in asked(now, until="own", on="2026-11-26", at="").errors
    assert "at" in asked(now, until="own", on="2026-11-26", at="half past").errors
    assert "until" in asked(now).errors
    assert "until" in asked(now, until="next year").errors


@pytest.mark.parametrize(
    ("local", "tonight", "tomorrow"),
    [
        ("2026-11-26T10:00", "2026-11-26T20:00", "2026-11-27T09:00"),
        ("2026-11-26T20:40", "2026-11-26T22:30", "2026-11-27T19:00"),
        ("2026-11-26T22:00", None, "2026-11-27T19:00"),
        ("2026-11-27T00:30", None, "2026-11-27T19:00"),  # still the night before
        ("2026-11-27T06:00", "2026-11-27T20:00", None),  # tomorrow begins more than a day ahead
    ],
)
def test_tonight_and_tomorrow_go_by_how_an_evening_feels(local: str, tonight: str | None, tomorrow: str | None) -> None:
    now = datetime.fromisoformat(local).replace(tzinfo=BERLIN).astimezone(UTC)
    times = {each.choice: each.at.astimezone(BERLIN).strftime("%Y-%m-%dT%H:%M") for each in offered(now, BERLIN)}
    assert (times.get(Choice.TONIGHT), times.get(Choice.TOMORROW)) == (tonight, tomorrow)
