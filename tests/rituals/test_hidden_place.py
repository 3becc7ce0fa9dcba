"""A time for each other from before a place had to be chosen: it rings as ever, and tells nobody where its maker is."""

import base64
import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from couples.accounts.models import Person
from couples.accounts.services import go_by
from couples.space.models import Couple, Membership
from rituals import services
from rituals.cadence import LAST, Rule
from rituals.calendar import services as feeds
from rituals.models import Nudge, OccurrenceChange, Preparation, Ritual
from rituals.nudges.engine import ring
from rituals.occurrences import preparer
from rituals.readers_clock import ritual_wall, rule_date, told_date, told_rule, told_wall
from tests.couples.outbox.posting import deliver_all
from tests.pages import words_of
from tests.rituals.conftest import utc

pytestmark = pytest.mark.django_db

HERS = "Asia/Tokyo"
SUNDAYS = frozenset({6})
#: Seven on a Sunday morning in Tokyo is eleven on the Saturday evening in Berlin, and five in New York.
RULE = Rule(time(7), SUNDAYS, ends_on=date(2027, 6, 27))
SUNDAY = date(2026, 11, 29)
RINGS = utc("2026-11-28T22:00")
#: Her place and her clock, however they are written: 07:00, 7 am, Sunday, her dates, nine hours.
TELLS = re.compile(
    r"Tokyo|Asia|JST|\b0?7:00\b|\b7 am\b|T0?70000|Sunday|20261129|2026-11-29|29 Nov|[+]0?9:?00|2027-06-27|27 June"
)
_NOT_CHOSEN = re.compile(r"<option (?![^>]*selected)[^>]*>[^<]*</option>")
_DAYS = re.compile(
    r'<label[^>]*>\s*<input type="checkbox" name="days" value="\d"(?![^>]*checked).*?</label>', re.DOTALL
)


@pytest.fixture(autouse=True)
def monday() -> Iterator[Any]:
    with time_machine.travel(utc("2026-11-23T06:00"), tick=False) as at:
        yield at


@pytest.fixture
def coffee(couple: Couple, ada: Person) -> Ritual:
    """Ada lives in Tokyo, and it took her zone."""
    go_by(ada, zone=HERS)
    made = services.add(couple, by=ada, title="Coffee", rule=RULE, zone=HERS, minutes=30)
    Ritual.objects.update(names_place=False)
    made.refresh_from_db()
    return made


def url(name: str, *args: Any) -> str:
    return reverse(f"rituals:{name}", args=args)


def page(client: Client, address: str) -> str:
    return words_of(client.get(address))


def told(client: Client, address: str) -> str:
    """Without what a form offers and nobody chose."""
    return _DAYS.sub("", _NOT_CHOSEN.sub("", page(client, address)))


def feed_of(person: Person) -> str:
    return f"/rituals/calendar/{feeds.renew(Membership.objects.get(person=person))}.ics"


def everything(client: Client, person: Person, ritual: Ritual) -> dict[str, str]:
    found = {name: told(client, url(name)) for name in ("list", "calendar")}
    found |= {name: told(client, url(name, ritual.pk)) for name in ("detail", "edit", "download")}
    links = re.findall(rf'href="(/rituals/{ritual.pk}/\d{{4}}-\d\d-\d\d/)"', found["detail"])
    assert links
    found |= {link: told(client, link) for link in links}
    return found | {"feed": told(Client(), feed_of(person)), "today": told(client, "/")}


def starts(body: bytes) -> list[datetime]:
    return sorted(event.decoded("DTSTART") for event in Calendar.from_ical(body).walk("VEVENT"))


def asked(client: Client, ritual: Ritual, **changes: Any) -> dict[str, Any]:
    """What the browser sends when nothing else was touched."""
    form = client.get(url("edit", ritual.pk)).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value not in (None, "")} | changes


# -- what the other one gets -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("his", ["Europe/Berlin", "America/New_York"])
def test_no_page_feed_or_file_tells_the_place_or_its_clock(
    ben_client: Client, ben: Person, coffee: Ritual, his: str
) -> None:
    go_by(ben, zone=his)
    services.move(coffee, on=date(2026, 12, 6), to=datetime.combine(date(2026, 12, 8), time(9, 5)), by=ben)
    services.skip(coffee, on=date(2026, 12, 13), by=ben)
    found = everything(ben_client, ben, coffee)
    assert {name: TELLS.findall(each) for name, each in found.items() if TELLS.search(each)} == {}
    assert "Saturday, 28 November" in found["detail"]
    assert "Every week on Saturday" in found["detail"]
    assert "Every week on Saturday" in found["list"]
    assert "until 26 June 2027" in found["detail"]
    at = utc("2026-11-28T22:00").astimezone(ZoneInfo(his))
    assert f'value="{at:%H:%M}"' in found["edit"]
    assert f'value="{at:%H:%M}"' in found[url("one", coffee.pk, date(2026, 11, 28))]
    assert "same moment for both" in found["list"]


def test_its_maker_is_told_it_by_her_own_clock_and_without_a_name_too(ada_client: Client, coffee: Ritual) -> None:
    page = told(ada_client, url("detail", coffee.pk))
    assert "7 am" in page
    assert "Sunday, 29 November" in page
    assert "Tokyo" not in page + told(ada_client, url("edit", coffee.pk))
    assert b"Tokyo" not in ada_client.get(url("download", coffee.pk)).content


def test_who_moves_sees_no_difference_but_their_own_clock(ben_client: Client, ben: Person, coffee: Ritual) -> None:
    file = starts(ben_client.get(url("download", coffee.pk)).content)
    go_by(ben, zone=HERS)
    found = everything(ben_client, ben, coffee)
    assert {name for name, each in found.items() if re.search("Tokyo|Asia", each)} == set()
    assert "Sunday, 29 November" in found["detail"]
    assert "7 am" in found["detail"]
    assert starts(ben_client.get(url("download", coffee.pk)).content) == file


def test_the_file_holds_each_instant_until_the_end(ben_client: Client, coffee: Ritual) -> None:
    body = ben_client.get(url("download", coffee.pk)).content
    assert b"TZID" not in body
    assert b"VTIMEZONE" not in body
    assert b"RRULE" not in body
    found = starts(body)
    assert (found[0], found[-1]) == (RINGS, utc("2027-06-26T22:00"))
    assert len(found) == 31
    assert {at.tzinfo for at in found} <= {UTC, ZoneInfo("UTC")}
    assert [at.weekday() for at in found] == [5] * 31


def test_it_rings_when_it_did_and_its_mail_tells_nothing(
    ben: Person, coffee: Ritual, monday: Any, mailoutbox: list[EmailMessage]
) -> None:
    assert set(Nudge.objects.values_list("next_at", flat=True)) == {RINGS}
    monday.move_to(RINGS)
    ring(RINGS)
    deliver_all()
    (mail,) = (mail for mail in mailoutbox if mail.to == [ben.email])
    assert not TELLS.search(str(mail.message()))
    (token,) = re.findall(r"/rituals/later/([^/\s]+)/", str(mail.body))
    held = json.loads(base64.urlsafe_b64decode(token.split(":")[0] + "==="))
    assert not TELLS.search(str(held))
    answer = Client().post(url("later", token), {"until": "hour"})
    assert answer.status_code == 200
    assert not TELLS.search(words_of(answer))


# -- one of its times --------------------------------------------------------------------------------------------------


def test_one_is_moved_by_the_movers_own_clock(ben_client: Client, coffee: Ritual) -> None:
    """Nine on Monday evening in New York is eleven on Tuesday morning in Tokyo."""
    there = url("one", coffee.pk, date(2026, 11, 28))
    assert ben_client.post(there, {"day": "2026-11-30", "at": "21:00"}).status_code == 303
    change = OccurrenceChange.objects.get()
    assert (change.on, change.to) == (SUNDAY, datetime.combine(date(2026, 12, 1), time(11)))
    assert Nudge.objects.filter(next_at=utc("2026-12-01T02:00")).count() == 2
    again = told(ben_client, there)
    assert 'value="21:00"' in again
    assert 'value="2026-11-30"' in again
    assert "Saturday, 28 November" in again
    assert ben_client.post(url("usual", coffee.pk, date(2026, 11, 28))).status_code == 303
    assert Nudge.objects.filter(next_at=RINGS).count() == 2


def test_one_is_skipped_or_prepared_by_the_date_its_page_names(ben_client: Client, ben: Person, coffee: Ritual) -> None:
    preparer.alternate(coffee, first=ben)
    assert ben_client.post(url("preparer", coffee.pk, date(2026, 11, 28)), {"who": "a"}).status_code == 303
    assert Preparation.objects.get().on == SUNDAY
    assert ben_client.post(url("skip", coffee.pk, date(2026, 11, 28))).status_code == 303
    assert OccurrenceChange.objects.get().on == SUNDAY
    for on in (SUNDAY, date.max, date.min):
        for name in ("one", "skip", "usual", "preparer"):
            assert ben_client.post(url(name, coffee.pk, on)).status_code == 404


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("at", ["00:05", "23:55"])
def test_the_ends_of_the_calendar_do_no_harm(
    ben_client: Client, ben: Person, coffee: Ritual, day: str, at: str
) -> None:
    go_by(ben, zone="Europe/Berlin")
    wall = datetime.fromisoformat(f"{day}T{at}")
    assert abs(ritual_wall(coffee, wall, ben.tzinfo) - wall) < timedelta(hours=9)
    Ritual.objects.update(ends_on=date.max)
    assert ben_client.get(url("edit", coffee.pk)).status_code == 200


# -- changing it -------------------------------------------------------------------------------------------------------


def test_another_title_leaves_its_times_and_its_place_unnamed(ben_client: Client, coffee: Ritual) -> None:
    answer = ben_client.post(url("edit", coffee.pk), asked(ben_client, coffee, title="Tea", minutes="45"))
    assert answer.status_code == 303
    changed = Ritual.objects.get()
    assert (changed.title, changed.minutes) == ("Tea", 45)
    assert (changed.rule, changed.zone, changed.names_place) == (RULE, HERS, False)
    assert changed.stands_since == coffee.stands_since
    assert set(Nudge.objects.values_list("next_at", flat=True)) == {RINGS}


@pytest.mark.parametrize("change", [{"at": "18:00"}, {"days": ["3"]}, {"ends_on": "2027-05-01"}, {"repeat": "weeks"}])
def test_other_times_need_a_clock_to_be_chosen(ben_client: Client, coffee: Ritual, change: dict[str, Any]) -> None:
    answer = ben_client.post(url("edit", coffee.pk), asked(ben_client, coffee, title="Tea", **change))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["zone"]
    assert 'value="Tea"' in words_of(answer)
    assert not re.search("Tokyo|Asia", _NOT_CHOSEN.sub("", words_of(answer)))
    assert Ritual.objects.get().rule == RULE


def test_a_place_chosen_in_the_form_is_named_to_both_from_then_on(
    ada_client: Client, ben_client: Client, coffee: Ritual
) -> None:
    by_hers = {"zone": HERS, "at": "07:00", "days": ["6"], "ends_on": "2027-06-27"}
    assert ada_client.post(url("edit", coffee.pk), asked(ada_client, coffee, **by_hers)).status_code == 303
    chosen = Ritual.objects.get()
    assert (chosen.rule, chosen.zone, chosen.names_place) == (RULE, HERS, True)
    assert chosen.sequence == coffee.sequence + 1
    assert chosen.stands_since == coffee.stands_since  # the times are the same ones
    assert set(Nudge.objects.values_list("next_at", flat=True)) == {RINGS}
    for client in (ada_client, ben_client):
        assert "7 am in Asia/Tokyo" in page(client, url("detail", coffee.pk))
        assert "Times are for Asia/Tokyo." in page(client, url("one", coffee.pk, SUNDAY))
        assert '<option value="Asia/Tokyo" selected>' in page(client, url("edit", coffee.pk))
        assert "as-now" not in page(client, url("edit", coffee.pk))
        assert b"TZID=Asia/Tokyo" in client.get(url("download", coffee.pk)).content


def test_each_by_their_own_clock_lets_go_of_the_place(ben_client: Client, coffee: Ritual) -> None:
    sent = asked(ben_client, coffee, zone="", at="20:00", days=["5"])
    assert ben_client.post(url("edit", coffee.pk), sent).status_code == 303
    chosen = Ritual.objects.get()
    assert (chosen.zone, chosen.names_place, chosen.place, chosen.hides_place) == ("", False, "", False)


def test_as_it_is_now_is_no_answer_for_any_other(ben_client: Client, ada: Person, couple: Couple) -> None:
    named = services.add(couple, by=ada, title="Walk", rule=Rule(time(16)), zone="Europe/Berlin", minutes=30)
    for address in (url("edit", named.pk), url("new")):
        sent = {"title": "Walk", "at": "16:00", "repeat": "week", "days": ["6"], "minutes": "30", "zone": "as-now"}
        answer = ben_client.post(address, sent)
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == ["zone"]


# -- rules and dates, told ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "told_so"),
    [
        (Rule(time(7)), Rule(time(23))),
        (Rule(time(7), frozenset({0, 6})), Rule(time(23), frozenset({5, 6}))),
        (Rule(time(7), monthday=1), Rule(time(23), monthday=30)),
        (Rule(time(7), SUNDAYS, nth=1), Rule(time(23), frozenset({5}), nth=1)),
        (Rule(time(7), frozenset({1}), nth=1), Rule(time(23), frozenset({0}), nth=LAST)),
        (Rule(time(19), monthday=31), Rule(time(11), monthday=31)),
        (
            Rule(time(7), SUNDAYS, every=2, starts_on=date(2026, 11, 1)),
            Rule(time(23), frozenset({5}), every=2, starts_on=date(2026, 10, 31)),
        ),
    ],
)
def test_a_rule_is_told_as_the_next_time_is(coffee: Ritual, ben: Person, rule: Rule, told_so: Rule) -> None:
    coffee.rule = rule
    assert told_rule(coffee, ZoneInfo("Europe/Berlin")) == told_so
    coffee.names_place = True
    assert told_rule(coffee, ZoneInfo("Europe/Berlin")) == rule


@pytest.mark.parametrize("zone", [HERS, "Europe/Berlin", "America/New_York", "Pacific/Auckland"])
@pytest.mark.parametrize("hour", [0, 1, 7, 12, 23])
def test_every_date_has_a_name_of_its_own_and_leads_back(coffee: Ritual, zone: str, hour: int) -> None:
    coffee.rule, coffee.zone = Rule(time(hour, 30)), zone
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(400)]
    names = [told_date(coffee, day) for day in days]
    assert len(set(names)) == len(days)
    assert [rule_date(coffee, name) for name in names] == days
    for day in days:
        wall = datetime.combine(day, coffee.at)
        told = told_wall(coffee, wall, ZoneInfo("UTC"))
        assert abs((told.date() - told_date(coffee, day)).days) <= 1


# -- the row -----------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_rows_of_before_name_no_place_and_the_column_can_go_again() -> None:
    executor = MigrationExecutor(connection)
    nodes = executor.loader.graph.leaf_nodes()
    executor.migrate([("rituals", "0010_words")])
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM information_schema.columns WHERE column_name = 'names_place'")
            assert cursor.fetchone() == (0,)
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(nodes)
    with connection.cursor() as cursor:
        cursor.execute("SELECT column_default FROM information_schema.columns WHERE column_name = 'names_place'")
        assert cursor.fetchone() == ("false",)
