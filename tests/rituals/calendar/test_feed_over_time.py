"""A calendar that is asked again and again: it says what was, numbers what changes, and takes nothing back."""

import random
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any

import pytest
import time_machine
from django.test import Client
from icalendar import Calendar

from couples.accounts.models import Person
from couples.accounts.services import go_by
from couples.space.models import Couple, Membership
from couples.space.pausing import services as pausing
from couples.space.pausing.models import Holiday
from rituals import services
from rituals.cadence import Rule
from rituals.calendar import feed
from rituals.calendar import services as feeds
from rituals.calendar.models import CalendarFeed
from rituals.models import Ritual
from tests.at_once import at_once
from tests.pages import words_of

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)  # a Monday
A_DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def five_weeks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A year of events is much to write; what is said here of each holds for all."""
    monkeypatch.setattr(feed, "AHEAD", timedelta(days=35))


@pytest.fixture
def coffee(couple: Couple, ada: Person) -> Ritual:
    return services.add(couple, by=ada, title="Coffee", rule=Rule(time(19)), zone="Europe/Berlin", minutes=30)


@pytest.fixture
def checkin(couple: Couple, ada: Person, ben: Person) -> Ritual:
    services.set_checkin(couple, by=ben, rule=Rule(time(20, 30)))
    return services.set_checkin(couple, by=ada, rule=Rule(time(20, 30)))


@pytest.fixture
def address(ada: Person, couple: Couple) -> str:
    return address_of(ada)


def address_of(person: Person) -> str:
    return f"/rituals/calendar/{feeds.renew(Membership.objects.get(person=person))}.ics"


def read(address: str, **headers: str) -> Any:
    return Client().get(address, headers=headers)


def events(address: str) -> list[Any]:
    return Calendar.from_ical(read(address).content).walk("VEVENT")


def starts(address: str) -> list[datetime]:
    return sorted(event.decoded("DTSTART") for event in events(address))


# -- nothing that never was -------------------------------------------------------------------------------------------


def test_it_begins_when_it_was_made(coffee: Ritual, checkin: Ritual, address: str, clock: Any) -> None:
    assert starts(address)[0] == datetime(2026, 11, 23, 18, tzinfo=UTC)
    clock.shift(10 * A_DAY)
    assert starts(address)[0] == datetime(2026, 11, 23, 18, tzinfo=UTC)
    clock.shift(100 * A_DAY)
    assert starts(address)[0] >= NOON + 110 * A_DAY - timedelta(days=61)


def another_rule(ritual: Ritual, ada: Person) -> None:
    services.change(ritual, by=ada, title="", rule=Rule(time(7)), zone="Europe/Berlin", minutes=30)


def another_zone(ritual: Ritual, ada: Person) -> None:
    services.change(ritual, by=ada, title="", rule=ritual.rule, zone="Asia/Tokyo", minutes=30)


def stopped_for_a_while(ritual: Ritual, ada: Person) -> None:
    services.retire(ritual)
    with time_machine.travel(NOON + 12 * A_DAY, tick=False):
        services.restore(Ritual.objects.get(pk=ritual.pk))


@pytest.mark.parametrize("happens", [another_rule, another_zone, stopped_for_a_while])
def test_other_times_than_before_are_no_past_of_theirs(
    coffee: Ritual, ada: Person, address: str, clock: Any, happens: Callable[..., None]
) -> None:
    clock.shift(10 * A_DAY)
    happens(coffee, ada)
    clock.shift(3 * A_DAY)
    assert starts(address)[0] >= NOON + 10 * A_DAY


def test_another_length_or_title_leaves_the_past(coffee: Ritual, address: str, clock: Any) -> None:
    clock.shift(10 * A_DAY)
    assert coffee.created_by
    services.change(coffee, by=coffee.created_by, title="Tea", rule=coffee.rule, zone=coffee.zone, minutes=45)
    assert starts(address)[0] == datetime(2026, 11, 23, 18, tzinfo=UTC)


def test_stopped_by_mistake_and_at_once_back_it_keeps_its_past(coffee: Ritual, address: str, clock: Any) -> None:
    clock.shift(10 * A_DAY)
    services.retire(coffee)
    services.restore(coffee)
    assert starts(address)[0] == datetime(2026, 11, 23, 18, tzinfo=UTC)


def test_who_joins_later_has_had_none_before(coffee: Ritual, ben: Person, clock: Any) -> None:
    clock.shift(10 * A_DAY)
    Membership.objects.filter(person=ben).update(joined_at=NOON + 10 * A_DAY)
    assert starts(address_of(ben))[0] >= NOON + 10 * A_DAY


def test_by_another_clock_there_was_no_evening_before(checkin: Ritual, ada: Person, address: str, clock: Any) -> None:
    clock.shift(10 * A_DAY)
    go_by(ada, zone="Asia/Tokyo")
    assert starts(address)[0] >= NOON + 10 * A_DAY


def test_a_holiday_empties_it_and_stays_empty_behind_them(
    coffee: Ritual, checkin: Ritual, ada: Person, couple: Couple, address: str, clock: Any
) -> None:
    clock.shift(2 * A_DAY)
    pausing.begin_holiday(couple, by=ada, back_on=date(2026, 12, 5))
    clock.shift(A_DAY)
    pausing.begin_holiday(couple, by=ada, back_on=date(2026, 12, 1))  # its end alone is moved
    away = [at for at in starts(address) if NOON + 2 * A_DAY < at < datetime(2026, 11, 30, 23, tzinfo=UTC)]
    assert away == []
    assert datetime(2026, 12, 1, 18, tzinfo=UTC) in starts(address)
    clock.shift(20 * A_DAY)
    assert not any(NOON + 2 * A_DAY < at < datetime(2026, 11, 30, 23, tzinfo=UTC) for at in starts(address))
    assert datetime(2026, 11, 24, 18, tzinfo=UTC) in starts(address)


def test_a_holiday_that_ended_early_gives_the_rest_back(
    coffee: Ritual, ada: Person, couple: Couple, address: str, clock: Any
) -> None:
    tag = read(address)["ETag"]
    pausing.begin_holiday(couple, by=ada, back_on=date(2026, 12, 5))
    assert read(address, **{"If-None-Match": tag}).status_code == 200
    clock.shift(2 * A_DAY)
    pausing.end_holiday(couple)
    clock.shift(5 * A_DAY)
    assert starts(address)[0] == datetime(2026, 11, 25, 18, tzinfo=UTC)
    assert Holiday.objects.count() == 1


# -- numbers that only rise -------------------------------------------------------------------------------------------

Shown = dict[str, tuple[datetime, timedelta, int, datetime]]


def shown(address: str) -> Shown:
    return {
        str(event["UID"]): (
            event.decoded("DTSTART"),
            event.decoded("DURATION"),
            int(event["SEQUENCE"]),
            event.decoded("LAST-MODIFIED"),
        )
        for event in events(address)
    }


@pytest.mark.parametrize("seed", range(6))
def test_sequence_and_last_modified_only_rise_whatever_happens(
    couple: Couple, ada: Person, ben: Person, coffee: Ritual, checkin: Ritual, address: str, clock: Any, seed: int
) -> None:
    dice, known = random.Random(seed), shown(address)
    zones = ["Europe/Berlin", "Asia/Tokyo", "America/New_York"]

    def ritual(row: Ritual) -> Ritual:
        return Ritual.objects.get(pk=row.pk)

    def moved(row: Ritual) -> None:
        on = ahead()
        services.move(ritual(row), on=on, to=datetime.combine(on, time(dice.randrange(24), 13)), by=ada)

    def ahead() -> date:
        return (NOON + dice.randrange(5, 9) * A_DAY).date()

    moves: list[Callable[[], Any]] = [
        lambda: services.skip(ritual(coffee), on=ahead(), by=ada),
        lambda: moved(coffee),
        lambda: moved(checkin),
        lambda: services.keep(ritual(coffee), on=ahead()),
        lambda: services.change(
            ritual(coffee), by=ada, title="", rule=Rule(time(dice.randrange(24))), zone=dice.choice(zones), minutes=30
        ),
        lambda: services.change(
            ritual(coffee),
            by=ada,
            title="",
            rule=ritual(coffee).rule,
            zone="Europe/Berlin",
            minutes=dice.choice([30, 45]),
        ),
        lambda: services.set_checkin(couple, by=ben, rule=Rule(time(dice.randrange(24)))),
        lambda: services.retire(coffee),
        lambda: services.restore(ritual(coffee)),
        lambda: go_by(Person.objects.get(pk=ada.pk), zone=dice.choice(zones)),
        lambda: pausing.begin_holiday(couple, by=ada, back_on=date(2026, 12, 1)),
        lambda: pausing.end_holiday(couple),
        lambda: clock.shift(timedelta(minutes=dice.choice([-7, 1, 60]))),  # a server's clock that is set back, too
    ]
    for _ in range(40):
        dice.choice(moves)()
        now = shown(address)
        for uid in known.keys() & now.keys():
            before, after = known[uid], now[uid]
            assert after[2:] >= before[2:], uid
            assert after[3] >= before[3], uid
            assert after[:2] == before[:2] or after[2] > before[2], uid
        known |= now


@pytest.mark.django_db(transaction=True)
def test_changes_in_one_instant_are_each_a_step(couple: Couple, ada: Person, coffee: Ritual) -> None:
    days = [date(2026, 12, day) for day in range(1, 9)]
    at_once(*(partial(services.skip, Ritual.objects.get(pk=coffee.pk), on=on, by=ada) for on in days))
    assert Ritual.objects.get(pk=coffee.pk).sequence == len(days)


def test_a_partners_move_leaves_no_trace_in_ones_own(
    coffee: Ritual, checkin: Ritual, ada: Person, ben: Person, clock: Any
) -> None:
    his = address_of(ben)
    before = read(his).content
    go_by(ada, zone="Asia/Tokyo")
    assert read(his).content == before


# -- what blocks no time ----------------------------------------------------------------------------------------------


def test_a_check_in_blocks_no_time_and_a_time_for_each_other_does(
    coffee: Ritual, checkin: Ritual, address: str
) -> None:
    found = {(str(event["UID"])[:36], str(event["TRANSP"])) for event in events(address)}
    assert found == {(str(coffee.pk), "OPAQUE"), (str(checkin.pk), "TRANSPARENT")}


def test_the_check_in_can_be_left_out_and_comes_back(
    coffee: Ritual, checkin: Ritual, address: str, ada: Person, ada_client: Client, ben: Person, ben_client: Client
) -> None:
    his = address_of(ben)
    tag, page = read(address)["ETag"], "/rituals/calendar/"
    assert "Leave it out" in words_of(ada_client.get(page))
    assert ada_client.post("/rituals/calendar/check-in/", {"checkin": "out"}).status_code == 303
    assert read(address, **{"If-None-Match": tag}).status_code == 200
    assert {str(event["UID"])[:36] for event in events(address)} == {str(coffee.pk)}
    assert str(Ritual.objects.get(person=ben).pk) in {str(event["UID"])[:36] for event in events(his)}
    assert "Put it in" in words_of(ada_client.get(page))
    assert "Leave it out" in words_of(ben_client.get(page))
    address = address_of(ada)  # a new address keeps the choice
    assert not CalendarFeed.objects.get(membership__person=ada).has_checkin
    ada_client.post("/rituals/calendar/check-in/", {"checkin": "in"})
    assert str(checkin.pk) in {str(event["UID"])[:36] for event in events(address)}


# -- asked again ------------------------------------------------------------------------------------------------------


def test_it_may_be_kept_if_asked_about_and_says_how_often(coffee: Ritual, address: str) -> None:
    answer = read(address)
    assert answer["Cache-Control"] == "private, no-cache"
    assert b"\r\nREFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in answer.content
    assert b"\r\nX-PUBLISHED-TTL:PT1H\r\n" in answer.content
    again = read(address, **{"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert not again.has_header("Content-Length")
    assert again["Cache-Control"] == "private, no-cache"
    assert (again["ETag"], again.has_header("Content-Type")) == (answer["ETag"], False)


@pytest.mark.parametrize("page", ["/rituals/calendar/", "/today/", "/", "/healthz", "/rituals/calendar/nobodys.ics"])
def test_nothing_else_may_be_kept_at_all(page: str, ada_client: Client) -> None:
    assert ada_client.get(page)["Cache-Control"] == "no-store"


def test_an_answer_without_a_body_has_no_length(couple: Couple, ada_client: Client) -> None:
    answer = ada_client.post("/check-in/2026-11-23/draft/", {"line": "Begun"})
    assert answer.status_code == 204
    assert not answer.has_header("Content-Length")
