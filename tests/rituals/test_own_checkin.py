"""The daily check-in's time is each one's own: the other can neither change it nor see it."""

from collections.abc import Iterator
from datetime import time
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from couples.accounts.models import Person
from couples.live.hints import person_channel
from couples.space import services as space
from couples.space.models import Couple
from journal.times import WORDS
from rituals import services
from rituals.cadence import Rule
from rituals.models import Nudge, Practice, Ritual
from rituals.nudges.engine import ring
from tests.factories import PersonFactory
from tests.pages import words_of
from tests.rituals.conftest import rung, utc

pytestmark = pytest.mark.django_db

PAGES = ("today:home", "today:together", "rituals:list", "rituals:checkin", "rituals:calendar", "checkins:start", "you")


@pytest.fixture(autouse=True)
def one_morning() -> Iterator[None]:
    with time_machine.travel(utc("2026-11-23T06:00"), tick=False):
        yield


def at(hour: int) -> Rule:
    return Rule(time(hour))


def for_both(couple: Couple, by: Person, rule: Rule) -> Ritual:
    """As it was before each chose their own."""
    ritual = services.set_checkin(couple, by=by, rule=rule)
    Ritual.objects.filter(pk=ritual.pk).update(person=None)
    services.enroll(couple, by)
    return Ritual.objects.get(pk=ritual.pk)


def test_each_is_nudged_at_their_own_time(couple: Couple, ada: Person, ben: Person) -> None:
    services.set_checkin(couple, by=ada, rule=at(20))
    services.set_checkin(couple, by=ben, rule=at(7))
    ring(utc("2026-11-23T12:00"))
    ring(utc("2026-11-23T19:00"))
    assert [row[:2] for row in rung()] == [("Ben", "2026-11-23 12:00"), ("Ada", "2026-11-23 19:00")]


def test_no_page_of_the_other_differs_by_a_byte(couple: Couple, ada: Person, ben_client: Client) -> None:
    before = [words_of(ben_client.get(reverse(page))) for page in PAGES]
    ritual = services.set_checkin(couple, by=ada, rule=at(20))
    services.set_checkin(couple, by=ada, rule=at(21))
    assert [words_of(ben_client.get(reverse(page))) for page in PAGES] == before
    for name in ("detail", "download"):
        assert ben_client.get(reverse(f"rituals:{name}", args=[ritual.pk])).status_code == 404
    for name in ("retirement", "restoration", "fine", "preparers", "note"):
        assert ben_client.post(reverse(f"rituals:{name}", args=[ritual.pk])).status_code == 404
    ritual.refresh_from_db()
    assert ritual.retired_at is None


def test_only_ones_own_pages_hear_of_it(
    couple: Couple, ada: Person, hints: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        ritual = services.set_checkin(couple, by=ada, rule=at(20))
        services.retire(ritual, by=ada)
        services.restore(ritual)
    assert {channel for channel, _ in hints} == {person_channel(ada.pk)}


def test_who_joins_chooses_their_own(client_for: Any) -> None:
    alex, sam = PersonFactory(name="Alex"), PersonFactory(name="Sam")
    couple = space.begin(by=alex, called="Sam")
    services.set_checkin(couple, by=alex, rule=at(20))
    space.join(space.invite(couple, by=alex, email=sam.email), by=sam)
    assert not Nudge.objects.filter(person=sam).exists()
    today = words_of(client_for(sam).get(reverse("today:home")))
    assert "A time for your daily check-in" in today
    assert "for both of you" not in today


def test_one_from_before_is_both_s_until_one_of_them_chooses(
    couple: Couple, ada: Person, ben: Person, ada_client: Client, ben_client: Client
) -> None:
    was = for_both(couple, ada, at(20))
    assert Nudge.objects.filter(ritual=was).count() == 2
    page = words_of(ben_client.get(reverse("rituals:list")))
    own = services.set_checkin(couple, by=ada, rule=at(7))
    was.refresh_from_db()
    assert (was.person, was.at, own.person, own.at) == (ben, time(20), ada, time(7))
    assert Nudge.objects.get(person=ben).ritual == was
    assert Nudge.objects.get(person=ada).ritual == own
    assert Ritual.objects.filter(practice=Practice.CHECKIN).count() == 2
    assert "Every day" in page
    assert "Every day" in words_of(ben_client.get(reverse("rituals:list")))


def test_stopping_one_from_before_stops_it_for_oneself_alone(
    couple: Couple, ada: Person, ben: Person, ada_client: Client
) -> None:
    was = for_both(couple, ada, at(20))
    answer = ada_client.post(reverse("rituals:retirement", args=[was.pk]))
    was.refresh_from_db()
    assert (was.person, was.retired_at) == (ben, None)
    assert Nudge.objects.get(person=ben).next_at
    assert Nudge.objects.get(person=ada).next_at is None
    own = Ritual.objects.get(person=ada)
    undo = reverse("rituals:restoration", args=[own.pk])
    assert undo in words_of(answer)
    ada_client.post(undo)
    assert Nudge.objects.get(person=ada).next_at


def test_alone_one_from_before_is_simply_theirs() -> None:
    alex = PersonFactory(name="Alex")
    couple = space.begin(by=alex, called="Sam")
    was = for_both(couple, alex, at(20))
    assert services.set_checkin(couple, by=alex, rule=at(21)).pk == was.pk
    assert Ritual.objects.get().person == alex


def test_nobody_takes_the_others_check_in_along(couple: Couple, ada: Person, ben: Person) -> None:
    own = services.set_checkin(couple, by=ada, rule=at(20))
    taken = next(words for words in WORDS if words.key == "ritual")
    assert list(taken.rows(couple, ada)) == [own]
    assert list(taken.rows(couple, ben)) == []
