"""How often: one question, and only what belongs to its answer is asked, kept and said."""

from collections.abc import Iterator
from datetime import date, time
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from couples.space.models import Couple
from rituals.cadence import EVERY_DAY, LAST, Rule
from rituals.models import Nudge, Ritual
from rituals.rule_in_words import rhythm
from tests.rituals.conftest import utc

pytestmark = pytest.mark.django_db

COFFEE: dict[str, Any] = {"title": "Coffee", "at": "10:00", "minutes": "30", "zone": "Europe/Berlin"}
SUNDAY = frozenset({6})
TEN = time(10)
RHYTHMS: list[tuple[dict[str, Any], Rule, str]] = [
    ({"repeat": "week", "days": ["4", "6"]}, Rule(TEN, frozenset({4, 6})), "Every week on Friday and Sunday"),
    ({"repeat": "week", "days": list("0123456")}, Rule(TEN), "Every day"),
    (
        {"repeat": "weeks", "every": "2", "days": ["6"]},
        Rule(TEN, SUNDAY, every=2, starts_on=date(2026, 11, 23)),
        "Every 2 weeks on Sunday",
    ),
    ({"repeat": "date", "monthday": "31"}, Rule(TEN, monthday=31), "Every month on day 31"),
    (
        {"repeat": "weekday", "nth": "-1", "weekday": "6"},
        Rule(TEN, SUNDAY, nth=LAST),
        "On the last Sunday of each month",
    ),
    (
        {"repeat": "week", "days": ["6"], "starts_on": "2026-12-01", "ends_on": "2027-03-01"},
        Rule(TEN, SUNDAY, starts_on=date(2026, 12, 1), ends_on=date(2027, 3, 1)),
        "Every week on Sunday",
    ),
    (
        {"repeat": "week", "days": ["6"], "starts_on": "2026-12-06", "ends_on": "2026-12-06"},
        Rule(TEN, SUNDAY, starts_on=date(2026, 12, 6), ends_on=date(2026, 12, 6)),
        "Once, on Sunday, 6 December",
    ),
]


@pytest.fixture(autouse=True)
def one_morning() -> Iterator[None]:
    with time_machine.travel(utc("2026-11-23T06:00"), tick=False):
        yield


def words(answer: Any) -> str:
    page: str = answer.content.decode()
    return page


@pytest.mark.parametrize(("asked", "rule", "said"), RHYTHMS)
def test_a_rhythm_is_kept_said_and_found_again_when_it_is_changed(
    ada_client: Client, ben_client: Client, couple: Couple, asked: dict[str, Any], rule: Rule, said: str
) -> None:
    assert ada_client.post(reverse("rituals:new"), COFFEE | asked).status_code == 303
    ritual = Ritual.objects.get()
    assert (ritual.rule, rhythm(ritual.rule)) == (rule, said)
    assert Nudge.objects.filter(next_at__gt=utc("2026-11-23T06:00")).count() == 2
    for page in (reverse("rituals:list"), reverse("rituals:detail", args=[ritual.pk])):
        assert said in words(ben_client.get(page))
    form = ben_client.get(reverse("rituals:edit", args=[ritual.pk])).context["form"]
    again = {name: value for name, value in form.initial.items() if value not in (None, "")}
    again["at"] = "10:00"
    assert ben_client.post(reverse("rituals:edit", args=[ritual.pk]), again).status_code == 303
    assert Ritual.objects.get().rule == rule


def test_what_belongs_to_another_answer_is_not_read(ada_client: Client, couple: Couple) -> None:
    noise = {"every": "3", "monthday": "5", "nth": "1", "weekday": "2", "days": ["0"]}
    ada_client.post(reverse("rituals:new"), COFFEE | noise | {"repeat": "date", "monthday": "7"})
    assert Ritual.objects.get().rule == Rule(TEN, EVERY_DAY, monthday=7)


@pytest.mark.parametrize(
    ("asked", "field", "said"),
    [
        ({"repeat": "week"}, "days", "Choose at least one day."),
        ({"repeat": "weeks", "days": ["6"]}, "every", "This is still empty. Fill it in, then go on."),
        ({"repeat": "weeks", "every": "99", "days": ["6"]}, "every", "99"),
        ({"repeat": "date"}, "monthday", "This is still empty. Fill it in, then go on."),
        ({"repeat": "date", "monthday": "32"}, "monthday", "32"),
        ({"repeat": "weekday", "nth": "1"}, "weekday", "This is still empty. Fill it in, then go on."),
        ({"repeat": "weekday", "nth": "5", "weekday": "6"}, "nth", "5"),
        ({"repeat": "sometimes"}, "repeat", "sometimes"),
        ({}, "repeat", "This is still empty. Fill it in, then go on."),
        ({"repeat": "week", "days": ["6"], "starts_on": "soon"}, "starts_on", "Write a day like 2027-03-31."),
        (
            {"repeat": "week", "days": ["6"], "starts_on": "2027-02-01", "ends_on": "2027-01-01"},
            "ends_on",
            "The end is before the start.",
        ),
        # From a Monday to the Saturday after it there is no Sunday.
        (
            {"repeat": "week", "days": ["6"], "starts_on": "2026-11-30", "ends_on": "2026-12-05"},
            "ends_on",
            "It wouldn’t happen even once before that day.",
        ),
        (
            {"repeat": "week", "days": ["6"], "ends_on": "2026-11-01"},
            "ends_on",
            "It wouldn’t happen even once before that day.",
        ),
    ],
)
def test_a_rule_that_cannot_be_is_said_beside_its_field_with_everything_kept(
    ada_client: Client, couple: Couple, asked: dict[str, Any], field: str, said: str
) -> None:
    answer = ada_client.post(reverse("rituals:new"), COFFEE | {"title": "Our coffee"} | asked)
    assert answer.status_code == 422
    errors = answer.context["form"].errors
    assert list(errors) == [field]
    assert said in str(errors[field])
    assert 'value="Our coffee"' in words(answer)
    for name in ("starts_on", "ends_on"):
        if name in asked:
            assert f'value="{asked[name]}"' in words(answer)
    assert not Ritual.objects.exists()
