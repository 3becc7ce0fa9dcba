"""Another time for a ritual the other chose: its day and its hour on a small page, and told back once."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from couples.accounts.models import Person
from couples.space.models import Couple
from rituals import services
from rituals.cadence import LAST, Rule
from rituals.models import Ritual
from tests.pages import words_of

pytestmark = pytest.mark.django_db

#: A Monday.
NOW = datetime(2026, 11, 23, 18, tzinfo=UTC)
TODAY = reverse("today:home")
SUNDAYS = frozenset({6})


@pytest.fixture(autouse=True)
def monday() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as at:
        yield at


@pytest.fixture
def walk(couple: Couple, ada: Person) -> Ritual:
    """Every second Sunday, each by their own clock."""
    rule = Rule(time(18), SUNDAYS, every=2, starts_on=date(2026, 11, 29), ends_on=date(2027, 6, 30))
    return services.add(couple, by=ada, title="A walk", rule=rule, zone="", minutes=45)


def address(ritual: Ritual) -> str:
    return reverse("rituals:another-time", args=[ritual.pk])


def test_it_asks_for_the_day_and_the_hour_and_leads_to_the_rest(walk: Ritual, ben_client: Client) -> None:
    page = ben_client.get(address(walk))
    assert [field.name for field in page.context["form"].first] == ["days", "at"]
    assert "Every 2 weeks on Sunday. Next on Sunday, 29 November at 6 pm" in words_of(page)
    assert reverse("rituals:edit", args=[walk.pk]) in page.content.decode()


@pytest.mark.parametrize(
    ("rule", "zone", "asked"),
    [
        (Rule(time(18), monthday=3), "", ["monthday", "at"]),
        (Rule(time(18), SUNDAYS, nth=LAST), "Europe/Berlin", ["nth", "weekday", "at", "zone"]),
    ],
)
def test_it_asks_for_no_more_than_its_rule_has(
    couple: Couple, ada: Person, ben_client: Client, rule: Rule, zone: str, asked: list[str]
) -> None:
    ritual = services.add(couple, by=ada, title="A walk", rule=rule, zone=zone, minutes=45)
    form = ben_client.get(address(ritual)).context["form"]
    assert [field.name for field in form.first] == asked
    sent = {name: form.initial[name] for name in asked}
    assert ben_client.post(address(ritual), sent | {"at": "17:30"}).status_code == 303
    kept = Ritual.objects.get()
    assert (kept.rule.at, kept.rule.monthday, kept.rule.nth, kept.zone) == (time(17, 30), rule.monthday, rule.nth, zone)


def test_all_else_stays_as_it_is_and_the_other_is_told_once(
    walk: Ritual, ada: Person, ben: Person, ada_client: Client, ben_client: Client, monday: Any
) -> None:
    monday.shift(60)
    services.change(walk, by=ada, title="A long walk", rule=walk.rule, zone="", minutes=45)
    noise = {"title": "Mine", "minutes": "10", "every": "3", "ends_on": "2028-01-01", "zone": "Asia/Tokyo"}
    answer = ben_client.post(address(walk), noise | {"days": ["4", "5"], "at": "17:30"}, follow=True)
    assert answer.redirect_chain == [(TODAY, 303)]
    assert "Saved. It changes from the next one on." in words_of(answer)
    kept = Ritual.objects.get()
    assert (kept.title, kept.minutes, kept.zone, kept.set_by) == ("A long walk", 45, "", ben)
    assert kept.rule == Rule(
        time(17, 30), frozenset({4, 5}), every=2, starts_on=date(2026, 11, 29), ends_on=date(2027, 6, 30)
    )
    assert "Ben changed the time for both of you." in words_of(ada_client.get(TODAY))
    assert "for both of you." not in words_of(ben_client.get(TODAY))


def test_what_cannot_be_is_said_beside_it_with_everything_kept(walk: Ritual, ben_client: Client) -> None:
    refused = ben_client.post(address(walk), {"days": ["4"], "at": "half past"})
    assert refused.status_code == 422
    assert "Write a time like 20:30." in words_of(refused)
    assert 'value="half past"' in refused.content.decode()
    assert refused.context["form"]["days"].value() == ["4"]
    assert ben_client.post(address(walk), {}).status_code == 422
    assert Ritual.objects.get().rule == walk.rule


def test_a_day_after_its_end_is_refused_where_no_end_is_asked(couple: Couple, ada: Person, ben_client: Client) -> None:
    rule = Rule(time(20), frozenset({0, 6}), ends_on=date(2026, 11, 29))
    ritual = services.add(couple, by=ada, title="A walk", rule=rule, zone="", minutes=45)
    refused = ben_client.post(address(ritual), {"days": ["0"], "at": "08:00"})
    assert refused.status_code == 422
    assert "This ritual ends before that day comes." in words_of(refused)
    assert "#id_ends_on" not in refused.content.decode()


def test_ones_own_check_in_has_no_such_page(couple: Couple, ada: Person, ada_client: Client) -> None:
    own = services.set_checkin(couple, by=ada, rule=Rule(time(20)))
    assert ada_client.get(address(own)).status_code == 404


def test_the_same_time_again_is_fine_and_nobody_hears_of_it(
    walk: Ritual, ada_client: Client, ben_client: Client, ben: Person
) -> None:
    asked = "Ada chose a time for both of you."
    assert asked in words_of(ben_client.get(TODAY))
    before = words_of(ada_client.get(TODAY))
    answer = words_of(ben_client.post(address(walk), {"days": ["6"], "at": "18:00"}, follow=True))
    assert "Saved. The time stays as it is." in answer
    assert asked not in answer
    assert words_of(ada_client.get(TODAY)) == before
    assert Ritual.objects.get().set_by != ben


def test_what_comes_once_is_told_without_a_rhythm(couple: Couple, ada: Person, ben_client: Client) -> None:
    once = Rule(time(19), frozenset({3}), starts_on=date(2026, 12, 3), ends_on=date(2026, 12, 3))
    ritual = services.add(couple, by=ada, title="A walk", rule=once, zone="", minutes=30)
    page = words_of(ben_client.get(TODAY))
    assert "Next on Thursday, 3 December" in page
    assert "Every week" not in page
    assert "until 3 December" not in words_of(ben_client.get(reverse("rituals:detail", args=[ritual.pk])))
