"""One occurrence a local date, at the right instant, whatever the clocks do (T1), against an independent reference."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil import tz
from dateutil.rrule import DAILY, rrule
from hypothesis import given, settings
from hypothesis import strategies as st

from couples.zones import zone, zone_keys
from rituals.cadence import Occurrence, Rule, latest_due, next_start, occurrences

HARD = [
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "America/Sao_Paulo",
    "America/Havana",
    "Africa/Casablanca",
]
HARD += ["Asia/Kathmandu", "Antarctica/Troll", "Pacific/Apia", "Asia/Tehran", "Pacific/Kiritimati", "Europe/Dublin"]
ZONES = st.one_of(st.sampled_from(HARD), st.sampled_from(sorted(zone_keys())))
RULES = st.builds(
    Rule,
    at=st.times().map(lambda t: t.replace(second=0, microsecond=0, fold=0)),
    weekdays=st.frozensets(st.integers(0, 6), min_size=1),
)
INSTANTS = st.datetimes(datetime(1990, 1, 1), datetime(2037, 1, 1)).map(lambda d: d.replace(tzinfo=UTC))  # noqa: DTZ001


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("key", "at", "after", "instant", "on"),
    [
        # A gap moves the same wall time on.
        ("Europe/Berlin", "02:30", "2026-03-28T12:00", "2026-03-29T01:30", "2026-03-29"),
        ("America/New_York", "02:30", "2026-03-07T12:00", "2026-03-08T07:30", "2026-03-08"),
        ("Australia/Lord_Howe", "02:15", "2026-10-03T12:00", "2026-10-03T15:45", "2026-10-04"),
        # A fold counts once, the first time.
        ("Europe/Berlin", "02:30", "2026-10-24T12:00", "2026-10-25T00:30", "2026-10-25"),
        ("Europe/Berlin", "02:30", "2026-10-25T00:30", "2026-10-26T01:30", "2026-10-26"),
        # Midnight itself missing: the date is the one the rule names.
        ("America/Sao_Paulo", "00:00", "2018-11-03T12:00", "2018-11-04T03:00", "2018-11-04"),
        ("America/Havana", "00:30", "2026-03-07T12:00", "2026-03-08T05:30", "2026-03-08"),
        # A date that never was.
        ("Pacific/Apia", "09:00", "2011-12-29T19:00", "2011-12-30T19:00", "2011-12-31"),
        ("Asia/Kathmandu", "20:45", "2026-05-01T15:00", "2026-05-02T15:00", "2026-05-02"),
    ],
)
def test_known_hard_days(key: str, at: str, after: str, instant: str, on: str) -> None:
    found = next_start(Rule(time.fromisoformat(at)), utc(after), zone(key))
    assert found == Occurrence(utc(instant), date.fromisoformat(on))


def reference(rule: Rule, start: datetime, key: str, days: int) -> list[tuple[date, datetime]]:
    """Dates by dateutil's recurrence rules, instants by dateutil's own reading of the zone files, gaps moved on by
    RFC 5545.
    """
    local = ZoneInfo(key)
    first = start.astimezone(local).date()
    found = []
    for day in rrule(DAILY, dtstart=datetime.combine(first, rule.at), count=days, byweekday=sorted(rule.weekdays)):
        if day.date() > first + timedelta(days=days):
            break
        noon = datetime.combine(day.date(), time(12), tzinfo=local).astimezone(UTC).astimezone(local)
        if noon.date() != day.date():
            continue
        aware = tz.resolve_imaginary(day.replace(tzinfo=local, fold=0))
        found.append((day.date(), aware.astimezone(UTC)))
    return [pair for pair in found if pair[1] > start]


@settings(max_examples=400, deadline=None)
@given(RULES, ZONES, INSTANTS)
def test_agrees_with_an_independent_reference_day_by_day(rule: Rule, key: str, start: datetime) -> None:
    expected = reference(rule, start, key, 40)
    after, found = start, []
    for _ in expected:
        following = next_start(rule, after, zone(key))
        assert following is not None
        found.append((following.on, following.at))
        after = following.at
    assert found == expected
    assert len({on for on, _ in found}) == len(found)


@settings(max_examples=200, deadline=None)
@given(RULES, ZONES, INSTANTS, st.timedeltas(timedelta(0), timedelta(days=30)))
def test_catching_up_finds_what_walking_finds(rule: Rule, key: str, after: datetime, gap: timedelta) -> None:
    walked = list(
        occurrences(rule, after + timedelta(microseconds=1), after + gap + timedelta(microseconds=1), zone(key))
    )
    assert latest_due(rule, after, after + gap, zone(key)) == (walked[-1] if walked else None)


def test_starts_and_ends_are_local_dates_and_included() -> None:
    rule = Rule(time(20), starts_on=date(2026, 1, 10), ends_on=date(2026, 1, 12))
    berlin = zone("Europe/Berlin")
    days = [found.on for found in occurrences(rule, utc("2026-01-01"), utc("2026-03-01"), berlin)]
    assert days == [date(2026, 1, 10), date(2026, 1, 11), date(2026, 1, 12)]
    assert next_start(rule, utc("2026-01-12T19:00"), berlin) is None
    assert latest_due(rule, utc("2026-01-12T18:00"), utc("2026-02-01"), berlin) == Occurrence(
        utc("2026-01-12T19:00"), date(2026, 1, 12)
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"weekdays": frozenset()},
        {"weekdays": frozenset({7})},
        {"at": time(20, tzinfo=UTC)},
        {"starts_on": date(2026, 2, 1), "ends_on": date(2026, 1, 1)},
    ],
)
def test_a_rule_that_could_never_ring_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        Rule(**({"at": time(20)} | wrong))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "key", ["", "Mars/Base", "../../etc/passwd", "/etc/localtime", "localtime", "Factory", "posixrules"]
)
def test_what_is_not_a_zone_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match="not a time zone"):
        zone(key)
