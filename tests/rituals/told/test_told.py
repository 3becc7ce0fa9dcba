"""What one chose for both is told to the other once, asks for nothing, and tells nobody how it was taken."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from couples.accounts.models import Person
from couples.live.hints import person_channel
from couples.space import services as space
from couples.space.models import Couple
from rituals import services
from rituals.cadence import Rule
from rituals.models import Ritual
from rituals.told.choices import choice_made
from tests.factories import PersonFactory
from tests.pages import words_of

pytestmark = pytest.mark.django_db

TODAY = reverse("today:home")
#: A Monday, 19:00 in Berlin (Ada) and 13:00 in New York (Ben).
NOW = datetime(2026, 11, 23, 18, tzinfo=UTC)
SUNDAY = date(2026, 11, 29)
SIX, NOON, TEN = "6 pm", "noon", "10 pm"
CHOSE = "Ada chose a time for both of you."
CHANGED = "Ada changed the time for both of you."


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def walk(couple: Couple, by: Person, at: time = time(18), title: str = "A walk") -> Ritual:
    return services.add(couple, by=by, title=title, rule=Rule(at, frozenset({6})), zone="Europe/Berlin", minutes=30)


@pytest.fixture
def sundays(couple: Couple, ada: Person) -> Ritual:
    return walk(couple, ada)


def later_on(ritual: Ritual, *, by: Person, at: time) -> Ritual:
    rule = Rule(at, frozenset({6}))
    return services.change(ritual, by=by, title=ritual.title, rule=rule, zone=ritual.zone, minutes=30)


def today(client: Client) -> str:
    return " ".join(words_of(client.get(TODAY)).split())


def fine(client: Client, ritual: Ritual, **more: Any) -> Any:
    sent = {"choice": choice_made(ritual.pk, ritual.set_at) if ritual.set_at else ""} | more
    return client.post(reverse("rituals:fine", args=[ritual.pk]), sent)


def test_the_other_is_told_by_their_own_clock_and_whoever_chose_is_not(
    sundays: Ritual, ada_client: Client, ben_client: Client, stranger_client: Client
) -> None:
    page = today(ben_client)
    assert CHOSE in page
    assert f"Every week on Sunday. Next on Sunday, 29 November at {NOON}." in page  # noon in New York
    assert reverse("rituals:another-time", args=[sundays.pk]) in page
    for client in (ada_client, stranger_client):
        assert "for both of you" not in today(client)


def test_fine_ends_it_and_whoever_chose_sees_the_same_page_to_the_byte(
    sundays: Ritual, ada_client: Client, ben_client: Client
) -> None:
    one = reverse("rituals:one", args=[sundays.pk, SUNDAY])
    pages = [TODAY, reverse("rituals:list"), reverse("rituals:edit", args=[sundays.pk]), one]
    before = [words_of(ada_client.get(page)) for page in pages]
    for _twice in range(2):
        assert fine(ben_client, sundays)["Location"] == TODAY
    assert CHOSE not in today(ben_client)
    assert [words_of(ada_client.get(page)) for page in pages] == before


def test_only_ones_own_pages_hear_of_it(
    sundays: Ritual, ben: Person, ben_client: Client, hints: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        fine(ben_client, sundays)
    assert {channel for channel, _ in hints} == {person_channel(ben.pk)}


def test_another_time_is_told_back_and_the_first_one_is_over(
    sundays: Ritual, ben: Person, ada_client: Client, ben_client: Client, clock: Any
) -> None:
    clock.shift(60)
    later_on(sundays, by=ben, at=time(17))
    assert "for both of you" not in today(ben_client)
    assert "Ben changed the time for both of you." in today(ada_client)


def test_a_page_that_shows_an_older_choice_answers_nothing(
    sundays: Ritual, ada: Person, ben_client: Client, clock: Any
) -> None:
    clock.shift(60)
    later_on(sundays, by=ada, at=time(17))
    fine(ben_client, sundays)
    assert CHANGED in today(ben_client)
    for broken in ("", "nonsense", "2026-11-23T18:00:00", "2026-13-45T99:00:00+00:00"):
        assert fine(ben_client, sundays, choice=broken).status_code == 303
    assert CHANGED in today(ben_client)


def test_nobody_says_fine_to_their_own(sundays: Ritual, ada_client: Client, ben_client: Client) -> None:
    fine(ada_client, sundays)
    assert CHOSE in today(ben_client)


def test_another_couples_is_no_ones(sundays: Ritual, stranger_client: Client, ben_client: Client) -> None:
    assert fine(stranger_client, sundays).status_code == 404
    assert CHOSE in today(ben_client)


def test_it_fades_after_two_weeks_without_a_word(sundays: Ritual, ben_client: Client, clock: Any) -> None:
    clock.shift(timedelta(days=13, hours=23))
    assert CHOSE in today(ben_client)
    clock.shift(timedelta(hours=2))
    assert CHOSE not in today(ben_client)


def test_one_that_is_stopped_or_over_is_not_told(
    sundays: Ritual, couple: Couple, ada: Person, ben_client: Client
) -> None:
    ended = Rule(time(9), frozenset({0}), starts_on=date(2026, 11, 16), ends_on=date(2026, 11, 16))
    services.add(couple, by=ada, title="Over", rule=ended, zone="", minutes=30)
    services.retire(sundays)
    assert "for both of you" not in today(ben_client)


def test_another_title_or_length_is_no_other_time(sundays: Ritual, ada: Person, ben_client: Client) -> None:
    fine(ben_client, sundays)
    services.change(sundays, by=ada, title="A run", rule=sundays.rule, zone=sundays.zone, minutes=45)
    assert "for both of you" not in today(ben_client)


def test_one_date_that_was_moved_or_skipped_is_told_until_it_is_over(
    sundays: Ritual, ada: Person, ben: Person, ada_client: Client, ben_client: Client, clock: Any
) -> None:
    fine(ben_client, sundays)
    services.move(sundays, on=SUNDAY, to=datetime(2026, 11, 28, 18), by=ada)  # noqa: DTZ001  wall time
    page = today(ben_client)
    assert "Ada moved this once, for both of you." in page
    assert f"Saturday, 28 November at {NOON}, instead of Sunday, 29 November at {NOON}." in page
    assert "moved this once" not in today(ada_client)
    made_at = sundays.changes.get().made_at
    once = reverse("rituals:fine-once", args=[sundays.pk, SUNDAY])
    assert ben_client.post(once, {"choice": choice_made(sundays.pk, made_at - timedelta(seconds=1))}).status_code == 303
    assert "moved this once" in today(ben_client)
    assert ben_client.post(once, {"choice": choice_made(sundays.pk, made_at)}).status_code == 303
    assert "moved this once" not in today(ben_client)
    clock.shift(60)
    services.skip(sundays, on=SUNDAY, by=ada)
    assert "Ada skipped this once, for both of you." in today(ben_client)
    assert f"Not on Sunday, 29 November at {NOON}." in today(ben_client)
    clock.move_to(datetime(2026, 11, 29, 18, tzinfo=UTC))
    assert "this once" not in today(ben_client)


def test_both_at_once_tell_each_other_and_neither_hangs(
    couple: Couple, ada: Person, ben: Person, ada_client: Client, ben_client: Client
) -> None:
    walk(couple, ada)
    walk(couple, ben, time(9), "Coffee")
    assert "Ben chose a time for both of you." in today(ada_client)
    assert CHOSE in today(ben_client)


def test_who_comes_later_is_told_what_was_chosen_before_they_came(clock: Any, client_for: Any) -> None:
    alex, sam = PersonFactory(name="Alex"), PersonFactory(name="Sam")
    couple = space.begin(by=alex, called="Sam")
    walk(couple, alex)
    clock.shift(timedelta(days=30))
    space.join(space.invite(couple, by=alex, email=sam.email), by=sam)
    told = today(client_for(sam))
    assert "Alex chose a time for both of you." in told
    assert "A walk" in told


def test_at_most_three_things_wait(couple: Couple, ada: Person, ben_client: Client) -> None:
    for number in range(5):
        walk(couple, ada, title=f"Walk {number}")
    assert today(ben_client).count(CHOSE) == 3


def test_today_names_the_next_time_by_each_ones_clock_and_nothing_twice(
    sundays: Ritual, couple: Couple, ada: Person, ada_client: Client, ben_client: Client
) -> None:
    services.set_checkin(couple, by=ada, rule=Rule(time(20)))
    assert f"Sunday at {SIX}" in today(ada_client)
    assert today(ben_client).count("A walk</h2>") == 1
    assert "Next ritual" not in today(ben_client)  # it is told above
    fine(ben_client, sundays)
    assert f"Sunday at {NOON}" in today(ben_client)
    services.move(sundays, on=SUNDAY, to=datetime(2026, 11, 23, 22), by=ada)  # noqa: DTZ001  wall time
    assert f"Today at {TEN}" in today(ada_client)
