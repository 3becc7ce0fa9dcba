"""Quiet hours by a person's own clock, past midnight and over the days on which clocks change."""

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from couples.accounts.models import Person
from couples.quiet import Quiet, instant
from couples.zones import zone_keys

NIGHT = Quiet(time(22), time(7))
BERLIN = ZoneInfo("Europe/Berlin")
ZONES = sorted(zone_keys())


def at(day: str, wall: str, zone: ZoneInfo = BERLIN) -> datetime:
    return datetime.fromisoformat(f"{day}T{wall}").replace(tzinfo=zone).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "over"),
    [
        (("2026-11-23", "21:59:59"), None),
        (("2026-11-23", "22:00"), ("2026-11-24", "07:00")),
        (("2026-11-24", "00:00"), ("2026-11-24", "07:00")),
        (("2026-11-24", "06:59:59"), ("2026-11-24", "07:00")),
        (("2026-11-24", "07:00"), None),
    ],
)
def test_a_night_goes_past_midnight_and_its_end_is_outside(now: tuple[str, str], over: tuple[str, str] | None) -> None:
    assert NIGHT.end_after(at(*now), BERLIN) == (at(*over) if over else None)


def test_a_siesta_stays_within_its_day() -> None:
    siesta = Quiet(time(13), time(15))
    assert siesta.end_after(at("2026-11-23", "14:59"), BERLIN) == at("2026-11-23", "15:00")
    assert siesta.end_after(at("2026-11-23", "12:59"), BERLIN) is None
    assert siesta.end_after(at("2026-11-23", "23:00"), BERLIN) is None


def test_a_night_is_an_hour_longer_or_shorter_when_the_clock_changes() -> None:
    for day, hours in (("2026-10-24", 10), ("2026-03-28", 8), ("2026-11-23", 9)):
        start = at(day, "22:00")
        over = NIGHT.end_after(start, BERLIN)
        assert over
        assert over - start == timedelta(hours=hours)


def test_a_time_the_clock_skips_is_moved_on_and_one_it_shows_twice_is_the_first() -> None:
    until_half_past_two = Quiet(time(22), time(2, 30))
    assert until_half_past_two.end_after(at("2026-03-29", "01:30"), BERLIN) == at("2026-03-29", "03:30")
    assert until_half_past_two.end_after(at("2026-10-25", "01:30"), BERLIN) == at("2026-10-25", "02:30")
    again = at("2026-10-25", "02:30") + timedelta(minutes=45)  # 02:15 for the second time
    assert until_half_past_two.end_after(again, BERLIN) is None


MINUTES = st.times().map(lambda t: t.replace(second=0, microsecond=0))


@given(
    MINUTES,
    MINUTES,
    st.sampled_from(ZONES),
    st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001  bounds carry none
)
def test_in_every_zone_it_is_quiet_exactly_between_two_instants(
    start: time, end: time, key: str, now: datetime
) -> None:
    if start == end:
        return
    quiet, zone = Quiet(start, end), ZoneInfo(key)
    today = now.astimezone(zone).date()
    days = [today + timedelta(days=n) for n in range(-3, 4)]
    spans = [
        (instant(a, start, zone), instant(b if quiet.goes_past_midnight else a, end, zone)) for a, b in pairwise(days)
    ]
    found = quiet.end_after(now, zone)
    assert (found is not None) == any(begun <= now < over for begun, over in spans)
    if found:
        assert found > now
        assert found - now <= timedelta(hours=50)  # a day, and a date line crossed
        assert quiet.end_after(found, zone) is None or found in {begun for begun, _ in spans}


@pytest.mark.django_db
@pytest.mark.parametrize("hours", [(time(22), None), (None, time(7)), (time(22), time(22))])
def test_half_of_quiet_hours_cannot_be_kept(ada: Person, hours: tuple[time | None, time | None]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=ada.pk).update(quiet_from=hours[0], quiet_until=hours[1])


@pytest.mark.django_db
def test_nobody_has_quiet_hours_until_they_choose_some(ada: Person) -> None:
    assert ada.quiet is None
    ada.quiet_from, ada.quiet_until = time(22), time(0)
    assert ada.quiet == Quiet(time(22), time(0))
