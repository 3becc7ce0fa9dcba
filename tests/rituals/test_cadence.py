"""One occurrence a local date, at the right instant, whatever the clocks do (T1), against an independent reference."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from dateutil import tz
from dateutil.rrule import DAILY, MO, MONTHLY, WEEKLY, rrule, weekday
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
TIMES = st.times().map(lambda t: t.replace(second=0, microsecond=0, fold=0))
WEEKDAYS = st.frozensets(st.integers(0, 6), min_size=1)
DAYS = st.dates(date(1990, 1, 1), date(2037, 1, 1))
RULES = st.one_of(
    st.builds(Rule, at=TIMES, weekdays=WEEKDAYS),
    st.builds(Rule, at=TIMES, weekdays=WEEKDAYS, every=st.integers(2, 12), starts_on=DAYS),
    st.builds(Rule, at=TIMES, monthday=st.integers(1, 31)),
    st.builds(
        Rule, at=TIMES, weekdays=st.integers(0, 6).map(lambda d: frozenset({d})), nth=st.sampled_from([1, 2, 3, 4, -1])
    ),
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


def recurrence(rule: Rule, first: date) -> rrule:
    """The rule in dateutil's own terms, from `first` on."""
    start = datetime.combine(first, rule.at)
    if rule.monthday is not None:
        # A date, or the last one there is before it.
        return rrule(MONTHLY, dtstart=start, bymonthday=range(min(rule.monthday, 28), rule.monthday + 1), bysetpos=-1)
    if rule.nth is not None:
        (day,) = rule.weekdays
        return rrule(MONTHLY, dtstart=start, byweekday=weekday(day, rule.nth))
    if rule.every > 1:
        assert rule.starts_on
        start = datetime.combine(rule.starts_on, rule.at)
        return rrule(WEEKLY, dtstart=start, interval=rule.every, byweekday=sorted(rule.weekdays), wkst=MO)
    return rrule(DAILY, dtstart=start, byweekday=sorted(rule.weekdays))


def reference(rule: Rule, start: datetime, key: str, days: int) -> list[tuple[date, datetime]]:
    """Dates by dateutil's recurrence rules, instants by dateutil's own reading of the zone files, gaps moved on by
    RFC 5545.
    """
    local = ZoneInfo(key)
    first = start.astimezone(local).date()
    found = []
    # A month's last days stand for one date only when the month is seen whole.
    seen_from = first.replace(day=1) if rule.is_monthly else first
    for day in recurrence(rule, seen_from).xafter(datetime.combine(first, time(0)), inc=True):
        if day.date() > first + timedelta(days=days):
            break
        noon = datetime.combine(day.date(), time(12), tzinfo=local).astimezone(UTC).astimezone(local)
        if noon.date() != day.date():
            continue
        aware = tz.resolve_imaginary(day.replace(tzinfo=local, fold=0))
        found.append((day.date(), aware.astimezone(UTC)))
    return [pair for pair in found if pair[1] > start]


def agrees(rule: Rule, key: str, start: datetime, days: int) -> int:
    """Every occurrence of so many days, in order, each once. Returns how many dates were looked at."""
    expected = reference(rule, start, key, days)
    after, found = start, []
    for _ in expected:
        following = next_start(rule, after, zone(key))
        assert following is not None
        found.append((following.on, following.at))
        after = following.at
    assert found == expected
    assert len({on for on, _ in found}) == len(found)
    return len(found)


@settings(max_examples=400)
@given(RULES, ZONES, INSTANTS)
def test_agrees_with_an_independent_reference_day_by_day(rule: Rule, key: str, start: datetime) -> None:
    agrees(rule, key, start, 100 if rule.is_monthly or rule.every > 1 else 40)


@pytest.mark.no_cover
def test_one_occurrence_a_local_date_in_every_zone() -> None:
    dice = Random(14)
    for key in sorted(zone_keys()):
        some_rule_agrees(dice, key, days=60)


@pytest.mark.no_cover
@pytest.mark.long_run
def test_one_occurrence_a_local_date_a_hundred_thousand_times() -> None:
    """Row 14 of the matrix: zone x date x rule, seeded."""
    dice, seen = Random(14), 0
    keys = sorted(zone_keys())
    while seen < 100_000:
        seen += some_rule_agrees(dice, dice.choice(keys), days=400)


def some_rule_agrees(dice: Random, key: str, days: int) -> int:
    at = time(dice.choice([0, 1, 2, 3, 23, dice.randrange(24)]), dice.choice([0, 15, 30, 45, 59]))
    weekdays = frozenset(dice.sample(range(7), dice.randint(1, 7)))
    day = date(1990, 1, 1) + timedelta(days=dice.randrange(17_000))
    rule = dice.choice(
        [
            Rule(at, weekdays),
            Rule(at, weekdays, every=dice.randint(2, 12), starts_on=day),
            Rule(at, monthday=dice.randint(1, 31)),
            Rule(at, frozenset({dice.randrange(7)}), nth=dice.choice([1, 2, 3, 4, -1])),
        ]
    )
    return agrees(rule, key, datetime.combine(day, time(dice.randrange(24)), tzinfo=UTC), days)


@settings(max_examples=200)
@given(RULES, ZONES, INSTANTS, st.timedeltas(timedelta(0), timedelta(days=70)))
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
        {"every": 0},
        {"every": 13, "starts_on": date(2026, 1, 1)},
        {"every": 2},
        {"every": 2, "starts_on": date(2026, 1, 1), "monthday": 1},
        {"monthday": 0},
        {"monthday": 32},
        {"monthday": 1, "nth": 1, "weekdays": frozenset({0})},
        {"nth": 5, "weekdays": frozenset({0})},
        {"nth": 1},
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


@pytest.mark.parametrize(
    ("rule", "dates"),
    [
        (Rule(time(20), monthday=31), ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"]),
        (Rule(time(20), monthday=29), ["2027-01-29", "2027-02-28", "2027-03-29", "2027-04-29"]),
        (Rule(time(20), frozenset({6}), nth=-1), ["2027-01-31", "2027-02-28", "2027-03-28", "2027-04-25"]),
        (Rule(time(20), frozenset({0}), nth=1), ["2027-01-04", "2027-02-01", "2027-03-01", "2027-04-05"]),
        (
            Rule(time(20), frozenset({0, 6}), every=2, starts_on=date(2027, 1, 7)),
            ["2027-01-10", "2027-01-18", "2027-01-24", "2027-02-01"],
        ),
    ],
)
def test_months_and_few_weeks_fall_where_a_calendar_says(rule: Rule, dates: list[str]) -> None:
    found = occurrences(rule, utc("2027-01-01"), utc("2027-06-01"), zone("Europe/Berlin"))
    assert [str(next(found).on) for _ in dates] == dates


def test_a_leap_day_of_each_month_is_the_29th_in_a_leap_year() -> None:
    assert Rule(time(20), monthday=29).falls_on(date(2028, 2, 29))
    assert not Rule(time(20), monthday=29).falls_on(date(2028, 2, 28))


BERLIN = zone("Europe/Berlin")
SUNDAYS = Rule(time(19), frozenset({6}))
SKIPPED, MOVED = date(2027, 1, 10), date(2027, 1, 17)
CHANGES: dict[date, datetime | None] = {
    SKIPPED: None,
    MOVED: datetime(2027, 1, 19, 21, 30),  # noqa: DTZ001  wall time
    date(2027, 1, 21): None,  # no Sunday: left from a rule that was
}


def test_a_skipped_date_has_no_occurrence_and_a_moved_one_is_still_that_dates() -> None:
    found = occurrences(SUNDAYS, utc("2027-01-01"), utc("2027-02-01"), BERLIN, CHANGES)
    assert [(str(each.on), f"{each.at:%m-%d %H:%M}") for each in found] == [
        ("2027-01-03", "01-03 18:00"),
        ("2027-01-17", "01-19 20:30"),
        ("2027-01-24", "01-24 18:00"),
        ("2027-01-31", "01-31 18:00"),
    ]
    assert latest_due(SUNDAYS, utc("2027-01-03T18:00"), utc("2027-01-18"), BERLIN, CHANGES) is None
    assert latest_due(SUNDAYS, utc("2027-01-03T18:00"), utc("2027-01-20"), BERLIN, CHANGES) == Occurrence(
        utc("2027-01-19T20:30"), MOVED
    )


@settings(max_examples=200)
@given(RULES, ZONES, INSTANTS, st.data())
def test_with_changes_catching_up_still_finds_what_walking_finds(
    rule: Rule, key: str, after: datetime, data: st.DataObject
) -> None:
    local = zone(key)
    near = st.integers(-5, 60).map(lambda days: after.date() + timedelta(days=days))
    walls = st.one_of(st.none(), st.builds(datetime.combine, near, TIMES))
    changes = data.draw(st.dictionaries(near, walls, max_size=6))
    now = after + data.draw(st.timedeltas(timedelta(0), timedelta(days=50)))
    tick = timedelta(microseconds=1)
    walked = list(occurrences(rule, after + tick, now + tick, local, changes))
    latest = latest_due(rule, after, now, local, changes)
    assert (latest and latest.at) == (walked[-1].at if walked else None)
    assert not {each.on for each in walked if changes.get(each.on, each) is None}
