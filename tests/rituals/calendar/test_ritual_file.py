"""The file of one ritual: one rule, and whoever reads it finds the engine's own instants."""

import io
import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
import time_machine
from dateutil.rrule import rrulestr
from dateutil.tz import resolve_imaginary, tzical
from icalendar import Calendar

from couples.accounts.models import Person
from couples.space.models import Couple
from couples.space.pausing import services as pausing
from couples.space.pausing.models import Holiday
from rituals import services
from rituals.cadence import LAST, Rule
from rituals.calendar import ritual_file
from rituals.calendar.feed import Reader
from rituals.models import Ritual
from tests.rituals.calendar.test_feed import NOON, problems

pytestmark = pytest.mark.django_db

ZONES = [
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Europe/Dublin",
    "Asia/Kathmandu",
    "Africa/Casablanca",
    "CET",
    "UTC",
]
RULES = [
    Rule(at=time(2, 30)),
    Rule(at=time(23, 45), weekdays=frozenset({0, 3})),
    Rule(at=time(19), weekdays=frozenset({6, 2}), every=3, starts_on=date(2026, 11, 1)),
    Rule(at=time(8), monthday=7),
    Rule(at=time(8), monthday=29),
    Rule(at=time(8), monthday=31),
    Rule(at=time(8), weekdays=frozenset({6}), nth=LAST, ends_on=date(2027, 5, 30)),
    Rule(at=time(1, 30), weekdays=frozenset({5}), nth=2),
    Rule(at=time(20), starts_on=date(2027, 1, 15), ends_on=date(2027, 6, 1)),
]
END = NOON + timedelta(days=399)


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def unfolded(body: bytes) -> str:
    return re.sub(rb"\r\n[ \t]", b"", body).decode()


def by_icalendar(body: bytes, key: str) -> list[datetime]:
    found = recurring_ical_events.of(Calendar.from_ical(body)).between(NOON - timedelta(days=1), END)
    return sorted(event.decoded("DTSTART").astimezone(UTC) for event in found)


def by_dateutil(body: bytes, key: str) -> list[datetime]:
    """Each event's own lines, and the clock by the zone that the file describes."""
    text, found = unfolded(body), []
    zone = tzical(io.StringIO(text)).get(key) if "VTIMEZONE" in text else ZoneInfo("UTC")
    for event in re.findall(r"BEGIN:VEVENT(.*?)END:VEVENT", text, re.DOTALL):
        begins = re.search(r"DTSTART(?:;TZID=[^:]+)?:(\d{8}T\d{6})(Z?)", event)
        rule = re.search(r"RRULE:(\S+)", event)
        assert begins
        wall = datetime.strptime(begins[1], "%Y%m%dT%H%M%S")  # noqa: DTZ007  wall time
        if rule is None:
            found.append(wall.replace(tzinfo=UTC))
            continue
        clock = UTC if begins[2] else zone
        out = set(re.findall(r"\d{8}T\d{6}", "".join(re.findall(r"EXDATE\S*?:(\S+)", event))))
        until = re.search(r"UNTIL=(\d{8}T\d{6})Z", rule[1])
        last = datetime.strptime(until[1], "%Y%m%dT%H%M%S").replace(tzinfo=UTC) if until else END
        days = rrulestr(re.sub(r"UNTIL=[^;]+;?", "", rule[1]).rstrip(";"), dtstart=wall)
        for day in days.xafter(wall - timedelta(seconds=1)):
            at = moved_on(day.replace(tzinfo=clock)).astimezone(UTC)
            if at > min(last, END):
                break
            found += [] if f"{day:%Y%m%dT%H%M%S}" in out else [at]
    return sorted(found)


def moved_on(wall: datetime) -> datetime:
    """Out of the hour that is skipped. That library takes the half hour Lord Howe has twice for a skipped one."""
    before, after = ((wall + timedelta(days=n)).utcoffset() or timedelta(0) for n in (-1, 1))
    return resolve_imaginary(wall) if after > before else wall


def by_hand(body: bytes, key: str) -> list[datetime]:
    """Straight from the RFC: day by day, whatever matches the rule's parts, by the named zone."""
    text, found, zone = unfolded(body), [], ZoneInfo(key)
    for event in re.findall(r"BEGIN:VEVENT(.*?)END:VEVENT", text, re.DOTALL):
        begins = re.search(r"DTSTART[^:]*:(\d{8})T(\d{6})", event)
        rule = re.search(r"RRULE:(\S+)", event)
        assert begins
        first, at = date.fromisoformat(begins[1]), time.fromisoformat(begins[2])
        if rule is None:
            found.append(datetime.combine(first, at, UTC))
            continue
        parts = dict(part.split("=") for part in rule[1].split(";"))
        out = set(re.findall(r"\d{8}(?=T\d{6})", "".join(re.findall(r"EXDATE\S*?:(\S+)", event))))
        until = parts.get("UNTIL", "99991231T000000Z")
        for day in (first + timedelta(days=n) for n in range(401)):
            instant = datetime.combine(day, at, zone).astimezone(UTC)
            if matches(day, first, parts) and f"{day:%Y%m%d}" not in out and f"{instant:%Y%m%dT%H%M%SZ}" <= until:
                found.append(instant)
    return sorted(found)


def matches(day: date, first: date, parts: dict[str, str]) -> bool:
    names = [name for name in parts.get("BYDAY", "").split(",") if name]
    name = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[day.weekday()]
    if parts["FREQ"] == "DAILY":
        return True
    if parts["FREQ"] == "WEEKLY":
        weeks = (day - timedelta(days=day.weekday()) - (first - timedelta(days=first.weekday()))).days // 7
        return name in names and weeks % int(parts.get("INTERVAL", "1")) == 0
    of_month = [date(day.year, day.month, n + 1) for n in range(monthrange(day.year, day.month)[1])]
    if names:
        same = [each for each in of_month if each.weekday() == day.weekday()]
        nth = int(names[0][:-2])
        return name == names[0][-2:] and day == same[nth - 1 if nth > 0 else nth]
    wanted = {int(n) for n in parts["BYMONTHDAY"].split(",")}
    chosen = [each for each in of_month if each.day in wanted]
    return day == chosen[-1] if "BYSETPOS" in parts else day in chosen


READERS = [by_icalendar, by_dateutil, by_hand]


@pytest.mark.parametrize("rule", RULES, ids=range(len(RULES)))
@pytest.mark.parametrize("key", ZONES)
def test_every_reader_finds_the_engines_own_instants(couple: Couple, ada: Person, key: str, rule: Rule) -> None:
    ritual = services.add(couple, by=ada, title="CANARY", rule=rule, zone=key, minutes=45)
    zone = ZoneInfo(key)
    soon = list(ritual.occurrences(NOON + timedelta(days=1), END, zone))
    services.skip(ritual, on=soon[0].on, by=ada)
    services.move(ritual, on=soon[1].on, to=datetime.combine(soon[1].on, time(12, 7)), by=ada)
    services.skip(ritual, on=soon[3].on, by=ada)
    ritual = Ritual.objects.get(pk=ritual.pk)
    body = ritual_file.calendar(ritual, ada.tzinfo, NOON, Reader())
    assert problems(body) == []
    assert b"CANARY" not in body
    assert body.count(b"BEGIN:VEVENT") == 2
    midnight = NOON.astimezone(zone).replace(hour=0, minute=0)
    expected = [each.at for each in ritual.occurrences(midnight, END, zone)]
    for reader in READERS:
        assert [at for at in reader(body, key) if midnight <= at < END] == expected, reader.__name__


@pytest.mark.parametrize("key", ZONES)
def test_the_zone_is_described_as_it_is(key: str) -> None:
    described = ritual_file.described(ZoneInfo(key), NOON).to_ical().decode()
    theirs: Any = tzical(io.StringIO(f"BEGIN:VCALENDAR\r\n{described}END:VCALENDAR\r\n")).get(key)
    for hours in range(0, 10 * 366 * 24, 31):
        wall = (NOON + timedelta(hours=hours)).replace(tzinfo=None)
        assert wall.replace(tzinfo=theirs).utcoffset() == wall.replace(tzinfo=ZoneInfo(key)).utcoffset(), wall


def test_a_holiday_is_taken_out(couple: Couple, ada: Person) -> None:
    ritual = services.set_checkin(couple, by=ada, rule=Rule(time(20)))
    pausing.begin_holiday(couple, by=ada, back_on=date(2026, 12, 5))
    body = ritual_file.calendar(ritual, ada.tzinfo, NOON, Reader(holiday=Holiday.objects.get()))
    assert b"TRANSP:TRANSPARENT" in body
    for reader in READERS:
        assert reader(body, "Europe/Berlin")[0] == datetime(2026, 12, 5, 19, tzinfo=UTC)


def test_one_that_has_ended_is_an_empty_file_and_no_error(couple: Couple, ada: Person) -> None:
    rule = Rule(time(20), ends_on=date(2026, 11, 30))
    ritual = services.add(couple, by=ada, title="", rule=rule, zone="Europe/Berlin", minutes=30)
    body = ritual_file.calendar(ritual, ada.tzinfo, NOON + timedelta(days=30), Reader())
    assert b"VEVENT" not in body
    assert problems(body) == []
