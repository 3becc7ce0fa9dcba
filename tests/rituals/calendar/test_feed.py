"""The calendar feed: what a calendar program reads, and who cannot."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from couples.accounts.models import Person
from couples.space.models import Couple, Membership
from rituals import services
from rituals.cadence import Rule
from rituals.calendar import feed
from rituals.calendar import services as feeds
from rituals.calendar.models import CalendarFeed
from rituals.models import OccurrenceChange, Ritual
from tests.pages import words_of

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
PAGE = "/rituals/calendar/"


@pytest.fixture(autouse=True)
def noon() -> Any:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def weekly(couple: Couple, ada: Person) -> Ritual:
    rule = Rule(at=time(19), weekdays=frozenset({6}))
    return services.add(couple, by=ada, title="CANARY coffee", rule=rule, zone="Europe/Berlin", minutes=30)


@pytest.fixture
def checkin(couple: Couple, ada: Person, ben: Person) -> Ritual:
    services.set_checkin(couple, by=ben, rule=Rule(at=time(20, 30)))
    return services.set_checkin(couple, by=ada, rule=Rule(at=time(20, 30)))


@pytest.fixture
def address(ada: Person, couple: Couple) -> str:
    return f"/rituals/calendar/{feeds.renew(Membership.objects.get(person=ada))}.ics"


def read(address: str, **headers: str) -> Any:
    return Client().get(address, headers=headers)


def problems(body: bytes) -> list[str]:
    """RFC 5545 by the letter: CRLF, lines of at most 75 bytes, properties known and balanced, each event whole."""
    found = [] if body.endswith(b"\r\n") and b"\n" not in body.replace(b"\r\n", b"") else ["line ends"]
    if any(len(line) > 75 for line in body.split(b"\r\n")):
        found.append("a long line")
    if found:
        return found
    lines = re.sub(rb"\r\n[ \t]", b"", body).decode().split("\r\n")[:-1]
    open_parts: list[str] = []
    events: list[dict[str, str]] = []
    for line in lines:
        shape = re.fullmatch(r"([A-Z-]+)((?:;[A-Z-]+=[^;:,]+)*):(.*)", line)
        if not shape:
            found.append(line)
            continue
        name, _, value = shape.groups()
        if name == "BEGIN":
            open_parts.append(value)
            events += [{}] if value == "VEVENT" else []
        elif name == "END":
            found += [] if open_parts.pop() == value else ["not balanced"]
        elif open_parts[-1] == "VEVENT":
            found += [f"{name} twice"] if name in events[-1] else []
            events[-1][name] = value
    shapes = {"UID": r"\S+@\S+", "DTSTAMP": r"\d{8}T\d{6}Z", "DTSTART": r"\d{8}T\d{6}Z?", "DURATION": r"PT\d+[HM].*"}
    found += [n for event in events for n, shape in shapes.items() if not re.fullmatch(shape, event.get(n, ""))]
    uids = [event.get("UID") for event in events]
    return found + ([] if len(set(uids)) == len(uids) else ["two of one name"])


@pytest.mark.parametrize("planted", [b"\n", b"X" * 80 + b"\r\n", b"BEGIN:VEVENT\r\nEND:VEVENT\r\n", b"no colon\r\n"])
def test_the_strict_reader_notices_what_is_wrong(address: str, weekly: Ritual, planted: bytes) -> None:
    body = read(address).content
    assert problems(body) == []
    assert problems(body.replace(b"BEGIN:VEVENT", planted + b"BEGIN:VEVENT", 1)) != []


def test_a_calendar_program_gets_times_and_nothing_else(
    address: str, weekly: Ritual, checkin: Ritual, ada: Person
) -> None:
    answer = read(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert not answer.cookies
    assert problems(answer.content) == []
    for word in (b"CANARY", b"coffee", b"Ada", b"Ben", b"heck-in"):
        assert word not in answer.content
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    assert {str(event["SUMMARY"]) for event in events} == {"A quiet moment"}
    assert len(events) > 450
    starts = [event.decoded("DTSTART") for event in events]
    day = NOON.replace(hour=0)
    assert min(starts) >= NOON  # nothing from before they were made
    assert day + timedelta(days=398) < max(starts) < day + timedelta(days=400)
    assert {event.decoded("DURATION") for event in events} == {timedelta(minutes=5), timedelta(minutes=30)}


ZONES = [
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Asia/Kathmandu",
    "Africa/Casablanca",
]
RULES = [
    Rule(at=time(2, 30)),
    Rule(at=time(23, 45), weekdays=frozenset({0, 3})),
    Rule(at=time(19), weekdays=frozenset({6}), every=3, starts_on=date(2026, 11, 1)),
    Rule(at=time(8), monthday=31),
    Rule(at=time(8), weekdays=frozenset({6}), nth=-1, ends_on=date(2027, 5, 1)),
]


@pytest.mark.parametrize("rule", RULES, ids=range(len(RULES)))
@pytest.mark.parametrize("key", ZONES)
def test_a_second_reader_finds_the_engines_own_instants(couple: Couple, ada: Person, key: str, rule: Rule) -> None:
    ritual = services.add(couple, by=ada, title="", rule=rule, zone=key, minutes=45)
    soon = list(ritual.occurrences(NOON, NOON + timedelta(days=399), ZoneInfo(key)))
    services.skip(ritual, on=soon[0].on, by=ada)
    if len(soon) > 2:
        services.move(ritual, on=soon[1].on, to=datetime.combine(soon[1].on, time(12, 7)), by=ada)
    ritual = Ritual.objects.get(pk=ritual.pk)
    body = feed.calendar([ritual], ada.tzinfo, NOON)
    assert problems(body) == []
    start, end = NOON, NOON.replace(hour=0) + feed.AHEAD
    expected = [found.at for found in ritual.occurrences(start, end, ZoneInfo(key))]
    read = recurring_ical_events.of(Calendar.from_ical(body)).between(start, end)
    assert sorted(event.decoded("DTSTART") for event in read) == expected
    assert soon[0].at not in expected


def test_a_moved_one_keeps_its_name_and_a_skipped_one_is_gone(
    address: str, weekly: Ritual, ada: Person, noon: Any
) -> None:
    def named(on: str) -> Any:
        found = Calendar.from_ical(read(address).content).walk("VEVENT")
        return next((event for event in found if on in str(event["UID"])), None)

    before = named("20261129")
    for hour in (20, 21):
        noon.shift(timedelta(days=1))
        services.move(weekly, on=date(2026, 11, 29), to=datetime.combine(date(2026, 11, 30), time(hour)), by=ada)
        after = named("20261129")
        assert after["UID"] == before["UID"]
        assert after.decoded("DTSTART") == datetime(2026, 11, 30, hour - 1, tzinfo=UTC)
        assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])
        assert after.decoded("LAST-MODIFIED") > before.decoded("LAST-MODIFIED")
        before = after
    services.skip(weekly, on=date(2026, 11, 29), by=ada)
    assert named("20261129") is None


def test_the_check_in_is_at_each_ones_own_hour(
    ada: Person, ben: Person, checkin: Ritual, address: str, weekly: Ritual
) -> None:
    bens = f"/rituals/calendar/{feeds.renew(Membership.objects.get(person=ben))}.ics"

    def starts(where: str, ritual: Ritual) -> set[datetime]:
        found = Calendar.from_ical(read(where).content).walk("VEVENT")
        return {event.decoded("DTSTART") for event in found if str(ritual.pk) in str(event["UID"])}

    assert starts(address, weekly) == starts(bens, weekly)
    assert datetime(2026, 11, 24, 19, 30, tzinfo=UTC) in starts(address, checkin)
    assert datetime(2026, 11, 25, 1, 30, tzinfo=UTC) in starts(bens, Ritual.objects.get(person=ben))
    assert starts(bens, checkin) == set()


# -- asking again -----------------------------------------------------------------------------------------------------


def skip(ritual: Ritual, ada: Person) -> None:
    services.skip(ritual, on=date(2026, 11, 29), by=ada)


def change(ritual: Ritual, ada: Person) -> None:
    services.change(ritual, by=ada, title="", rule=Rule(at=time(18)), zone="Europe/Berlin", minutes=30)


def travel(ritual: Ritual, ada: Person) -> None:
    Person.objects.filter(pk=ada.pk).update(zone="Asia/Tokyo")


def retire(ritual: Ritual, ada: Person) -> None:
    services.retire(ritual)


@pytest.mark.parametrize("happens", [skip, change, travel, retire])
def test_what_has_not_changed_is_not_sent_again_and_what_has_is(
    address: str, weekly: Ritual, ada: Person, happens: Callable[[Ritual, Person], None]
) -> None:
    tag = read(address)["ETag"]
    for known in (tag, f"W/{tag}", f'"other", {tag}'):
        again = read(address, **{"If-None-Match": known})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    happens(weekly, ada)
    assert read(address, **{"If-None-Match": tag}).status_code == 200


def test_asking_again_works_no_date_out(
    address: str, weekly: Ritual, checkin: Ritual, monkeypatch: pytest.MonkeyPatch
) -> None:
    tag = read(address)["ETag"]
    monkeypatch.setattr(feed, "calendar", None)
    with CaptureQueriesContext(connection) as asked:
        assert read(address, **{"If-None-Match": tag}).status_code == 304
    assert len(asked) == 3  # whose it is, the rituals, what was changed


def test_who_asks_all_the_time_waits(address: str) -> None:
    answers = [read(address).status_code for _ in range(61)]
    assert set(answers[:60]) == {200}
    assert answers[60] == 429


def test_it_needs_no_valkey(address: str, settings: Any) -> None:
    settings.REDIS_URL = away = "redis://127.0.0.1:1/0"
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": away}}
    assert read(address).status_code == 200


# -- whose it is ------------------------------------------------------------------------------------------------------


def test_the_address_is_shown_once_and_kept_nowhere(ada_client: Client, weekly: Ritual) -> None:  # P9
    shown = words_of(ada_client.post(PAGE))
    found = re.search(r"http://testserver(/rituals/calendar/([\w-]{43})\.ics)", shown)
    assert found
    assert read(found[1]).status_code == 200
    assert found[2] not in words_of(ada_client.get(PAGE))
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(f)::text FROM rituals_calendarfeed f")
        assert found[2] not in cursor.fetchall()[0][0]


def test_making_one_asks_who_it_is(ada_client: Client, noon: Any) -> None:
    noon.shift(timedelta(hours=1))
    answer = ada_client.post(PAGE)
    assert answer.status_code == 303
    assert answer["Location"].endswith("?next=%2Frituals%2Fcalendar%2F")
    assert not CalendarFeed.objects.exists()


def ended(why: str, ada: Person) -> None:
    mine = Membership.objects.get(person=ada)
    if why == "taken back":
        feeds.revoke(mine)
    elif why == "renewed":
        feeds.renew(mine)
    elif why == "left":
        Membership.objects.filter(pk=mine.pk).update(left_at=NOON)
    else:
        Person.objects.filter(pk=ada.pk).update(is_active=False)


@pytest.mark.parametrize("why", ["taken back", "renewed", "left", "closed"])
def test_an_address_that_ended_looks_like_one_that_never_was(address: str, ada: Person, why: str) -> None:
    tag = read(address)["ETag"]
    ended(why, ada)
    answer, never = read(address, **{"If-None-Match": tag}), read(f"/rituals/calendar/{'x' * 43}.ics")
    assert answer.status_code == never.status_code == 404
    assert answer.content == never.content
    assert not answer.cookies


def test_the_partner_sees_no_difference_and_takes_nothing_back(
    ada_client: Client, ben_client: Client, weekly: Ritual
) -> None:
    def seen() -> list[str]:
        pages = (PAGE, "/you/", "/rituals/", f"/rituals/{weekly.pk}/", "/today/")
        return [re.sub(r"\b[A-Za-z0-9]{64}\b|[0-9a-f-]{36}", "", words_of(ben_client.get(page))) for page in pages]

    before = seen()
    ada_client.post(PAGE)
    assert seen() == before
    ben_client.post("/rituals/calendar/revocation/")
    assert CalendarFeed.objects.count() == 1
    ada_client.post("/rituals/calendar/revocation/")
    assert CalendarFeed.objects.count() == 0


def test_one_ritual_is_a_file_to_add(
    ada_client: Client, stranger_client: Client, weekly: Ritual, checkin: Ritual
) -> None:
    answer = ada_client.get(f"/rituals/{weekly.pk}/nearer.ics")
    assert answer["Content-Disposition"] == 'attachment; filename="nearer.ics"'
    assert problems(answer.content) == []
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    assert {str(event["UID"])[:36] for event in events} == {str(weekly.pk)}
    assert len(events) == 1
    assert b"CANARY" not in answer.content
    assert stranger_client.get(f"/rituals/{weekly.pk}/nearer.ics").status_code == 404
    assert OccurrenceChange.objects.count() == 0
