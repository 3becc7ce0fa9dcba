"""Which clock somebody goes by: whatever the zone data has is kept, and whatever it has not is asked about."""

import os
import re
import zoneinfo
from datetime import date, datetime, time
from importlib import import_module
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from couples import zones
from couples.accounts.models import Person
from couples.space.models import Couple
from rituals import services
from rituals.cadence import Rule
from rituals.models import Nudge, Ritual
from tests.couples.accounts.test_accounts import sign_up as sign_up_in
from tests.pages import words_of

pytestmark = pytest.mark.django_db

#: What browsers say on machines that are set to no place, and old names.
KEPT = ["CET", "GMT", "EST5EDT", "EST", "UTC", "Zulu", "Etc/GMT-3", "US/Pacific", "Asia/Calcutta", "Japan", "GMT0"]
#: What ECMAScript also allows a browser to say, and what is none at all.
ASKED = [
    "Etc/Unknown",
    "+05:30",
    "-0800",
    "GMT+2",
    "",
    "localtime",
    "Factory",
    "Mars/Base",
    "../../etc/passwd",
    "\x00",
    "A" * 99,
]
LINK = reverse("zone")
COFFEE = {"title": "Coffee", "at": "10:00", "repeat": "week", "days": ["5"], "minutes": "30"}


def sign_up(zone: str) -> Person:
    sign_up_in(Client(), zone=zone)
    return Person.objects.get(email="ada@example.org")


def selected(page: str) -> str:
    found = re.search(r'<select name="zone".*?</select>', page, re.DOTALL)
    assert found
    chosen = re.findall(r'<option value="([^"]*)" selected>', found[0])
    return str(chosen[0] if chosen else re.findall(r'<option value="([^"]*)"', found[0])[0])


@pytest.mark.parametrize("zone", KEPT)
def test_a_zone_that_the_data_has_is_kept(zone: str) -> None:
    sam = sign_up(zone)
    assert (sam.zone, sam.asks_zone) == (zone, False)
    assert sam.tzinfo.utcoffset(datetime(2026, 7, 1)) == ZoneInfo(zone).utcoffset(datetime(2026, 7, 1))  # noqa: DTZ001


@pytest.mark.parametrize("zone", ASKED)
def test_any_other_stops_nobody_and_is_asked_about(zone: str) -> None:
    sam = sign_up(zone)
    assert (sam.zone, sam.asks_zone) == ("UTC", True)


def test_every_zone_of_the_data_may_be_chosen_and_rung_by() -> None:
    for key in zones.zone_keys():
        assert zones.zone(key).key == key
    shown = {key for key, _ in zones.zone_choices()}
    assert shown | set(zones.unlisted()) == zones.zone_keys()
    assert {"CET", "EST5EDT", "GMT"} <= set(zones.unlisted())


# -- asked ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["today:home", "rituals:list", "rituals:checkin"])
def test_they_are_asked_where_times_are_and_the_partner_sees_none_of_it(
    page: str, ada: Person, ada_client: Client, ben_client: Client
) -> None:
    assert LINK not in words_of(ada_client.get(reverse(page)))
    Person.objects.filter(pk=ada.pk).update(zone="UTC", asks_zone=True)
    assert LINK in words_of(ada_client.get(reverse(page)))
    assert LINK not in words_of(ben_client.get(reverse(page)))


def test_a_guess_of_ours_is_not_confirmed_by_saving_another_name(ada: Person, ada_client: Client) -> None:
    Person.objects.filter(pk=ada.pk).update(zone="UTC", asks_zone=True)
    ada_client.post(reverse("you"), {"name": "Ada L."})
    ada.refresh_from_db()
    assert (ada.name, ada.zone, ada.asks_zone) == ("Ada L.", "UTC", True)


def test_a_guess_of_ours_is_confirmed_by_choosing_it(ada: Person, ada_client: Client) -> None:
    Person.objects.filter(pk=ada.pk).update(zone="UTC", asks_zone=True)
    assert "Not chosen yet" in words_of(ada_client.get(reverse("you")))
    page = words_of(ada_client.get(reverse("zone")))
    assert selected(page) == ""
    answer = ada_client.post(reverse("zone"), {"zone": ""})
    assert answer.status_code == 422
    assert "Choose your time zone." in words_of(answer)
    assert ada_client.post(reverse("zone"), {"zone": "UTC"}).status_code == 303
    ada.refresh_from_db()
    assert (ada.zone, ada.asks_zone) == ("UTC", False)
    assert LINK not in words_of(ada_client.get(reverse("today:home")))


def test_a_time_for_each_other_is_not_silently_by_a_guess(couple: Couple, ada: Person, ada_client: Client) -> None:
    Person.objects.filter(pk=ada.pk).update(zone="UTC", asks_zone=True)
    assert selected(words_of(ada_client.get(reverse("rituals:new")))) == ""
    assert ada_client.post(reverse("rituals:new"), COFFEE | {"zone": ""}).status_code == 303
    assert Ritual.objects.get().zone == ""  # by each one's own clock


# -- lost ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["today:home", "rituals:list", "rituals:checkin", "you", "choices"])
def test_whose_zone_has_left_the_zone_data_goes_by_utc_and_is_asked_again(
    page: str, couple: Couple, ada: Person, ada_client: Client, ben_client: Client
) -> None:
    services.set_checkin(couple, by=ada, rule=Rule(time(20, 30)))
    before = words_of(ben_client.get(reverse(page)))
    Person.objects.filter(pk=ada.pk).update(zone="Mars/Base")
    answer = ada_client.get(reverse(page))
    assert answer.status_code == 200
    assert "Mars/Base" not in words_of(answer)
    assert page in {"you", "choices"} or LINK in words_of(answer)
    assert words_of(ben_client.get(reverse(page))) == before


def test_once_they_choose_another_zone_their_times_follow_it(couple: Couple, ada: Person, ada_client: Client) -> None:
    Person.objects.filter(pk=ada.pk).update(zone="Mars/Base")
    services.set_checkin(couple, by=ada, rule=Rule(time(20, 30)))
    assert selected(words_of(ada_client.get(reverse("zone")))) == ""
    ada_client.post(reverse("zone"), {"zone": "Europe/Rome"})
    assert LINK not in words_of(ada_client.get(reverse("today:home")))
    at = Nudge.objects.get(person=ada).next_at
    assert at is not None
    assert f"{at.astimezone(ZoneInfo('Europe/Rome')):%H:%M}" == "20:30"


def test_a_time_in_a_zone_that_has_left_the_zone_data_keeps_its_pages(
    couple: Couple, ada: Person, ada_client: Client
) -> None:
    rule = Rule(time(10), frozenset({5}))
    coffee = services.add(couple, by=ada, title="Coffee", rule=rule, zone="Europe/Rome", minutes=30)
    Ritual.objects.update(zone="Mars/Base")
    addresses = [reverse(f"rituals:{name}", args=[coffee.pk]) for name in ("detail", "edit", "download")]
    assert [ada_client.get(each).status_code for each in (reverse("rituals:list"), *addresses)] == [200] * 4


# -- kept -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("zone", ["CET", "EST5EDT", "Etc/GMT-3", "US/Pacific", "Europe/Berlin", "Asia/Calcutta"])
def test_saving_another_name_or_the_same_zone_moves_nobody(zone: str, ada: Person, ada_client: Client) -> None:
    Person.objects.filter(pk=ada.pk).update(zone=zone)
    assert zone.replace("_", " ") in words_of(ada_client.get(reverse("you")))
    shown = selected(words_of(ada_client.get(reverse("zone"))))
    assert shown == zone
    ada_client.post(reverse("you"), {"name": "Ada L."})
    ada_client.post(reverse("zone"), {"zone": shown})
    ada.refresh_from_db()
    assert (ada.name, ada.zone) == ("Ada L.", zone)


@pytest.mark.parametrize("zone", ["CET", "Etc/GMT-3", "US/Pacific"])
def test_changing_a_times_length_leaves_its_clock(
    zone: str, couple: Couple, ada: Person, ada_client: Client, ben_client: Client
) -> None:
    ritual = services.add(couple, by=ada, title="Walk", rule=Rule(time(10)), zone=zone, minutes=30)
    page = words_of(ben_client.get(reverse("rituals:edit", args=[ritual.pk])))
    assert selected(page) == zone


@pytest.mark.parametrize(("zone", "status"), [("CET", 303), ("EST5EDT", 303), ("+05:30", 422), ("Etc/Unknown", 422)])
def test_moving_keeps_and_refuses_the_same(zone: str, status: int, ada: Person, ada_client: Client) -> None:
    assert ada_client.post(reverse("zone"), {"zone": zone}).status_code == status
    ada.refresh_from_db()
    assert ada.zone == (zone if status == 303 else "Europe/Berlin")


def test_a_zone_of_no_place_rings_like_any_other(couple: Couple, ada: Person) -> None:
    Person.objects.filter(pk=ada.pk).update(zone="CET")
    ritual = services.set_checkin(couple, by=ada, rule=Rule(time(20)))
    summer = ritual.next_start(datetime(2027, 7, 1, tzinfo=ZoneInfo("UTC")), ZoneInfo("CET"))
    assert summer
    assert (summer.on, summer.at.hour) == (date(2027, 7, 1), 18)


def test_who_went_by_utc_before_it_was_asked_is_asked_once(db: Any) -> None:
    went, chose = sign_up("UTC"), Person.objects.create(email="b@example.org", name="B", zone="Europe/Berlin")
    import_module("couples.migrations.0013_asks_zone").ask(apps, None)
    assert [Person.objects.get(pk=each.pk).asks_zone for each in (went, chose)] == [True, False]


def test_zones_are_those_of_the_pinned_package_and_not_the_machines_own() -> None:  # T2
    assert zoneinfo.TZPATH == ()
    assert os.environ["PYTHONTZPATH"] == ""
