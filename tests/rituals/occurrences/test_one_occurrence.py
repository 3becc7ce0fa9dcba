"""Skipping or moving one occurrence, for both, and taking that back: what rings then, and what does not."""

from collections.abc import Iterator
from datetime import date, datetime, time

import pytest
import time_machine

from couples import clock
from couples.accounts.models import Person
from couples.outbox.models import Message
from couples.space.models import Couple
from rituals import services
from rituals.errors import AlreadyThen, NoSuchOccurrence, NotAhead
from rituals.models import Nudge, OccurrenceChange, Ritual
from rituals.nudges import still_wanted
from rituals.nudges.engine import ring
from tests.rituals.conftest import rung, time_together, utc

pytestmark = pytest.mark.django_db

SUNDAY, NEXT_SUNDAY = date(2026, 11, 29), date(2026, 12, 6)
TUESDAY = datetime(2026, 12, 1, 20, 15)  # noqa: DTZ001  wall time


@pytest.fixture(autouse=True)
def one_morning() -> Iterator[None]:
    with time_machine.travel(utc("2026-11-23T06:00"), tick=False):
        yield


@pytest.fixture
def sundays(couple: Couple, ada: Person) -> Ritual:
    """19:00 in Berlin is 18:00 UTC."""
    return time_together(couple, ada, days=[6])


def next_times(ritual: Ritual) -> set[datetime | None]:
    return set(Nudge.objects.filter(ritual=ritual).values_list("next_at", flat=True))


def test_a_skipped_one_does_not_ring_for_either_and_the_next_one_does(sundays: Ritual, ben: Person) -> None:
    services.skip(sundays, on=SUNDAY, by=ben)
    assert next_times(sundays) == {utc("2026-12-06T18:00")}
    ring(utc("2026-11-29T18:00"))
    assert rung() == []
    ring(utc("2026-12-06T18:00"))
    assert rung() == [("Ada", "2026-12-06 18:00", "pending"), ("Ben", "2026-12-06 18:00", "pending")]


def test_a_moved_one_rings_where_it_was_moved_to_and_not_where_it_was(sundays: Ritual, ada: Person) -> None:
    services.move(sundays, on=SUNDAY, to=TUESDAY, by=ada)
    for at in ("2026-11-29T18:00", "2026-12-01T19:15", "2026-12-06T18:00"):
        ring(utc(at))
    assert rung(ada) == [("Ada", "2026-12-01 19:15", "pending"), ("Ada", "2026-12-06 18:00", "pending")]


def test_one_that_has_rung_may_be_moved_and_rings_once_more(sundays: Ritual, ada: Person) -> None:
    with time_machine.travel(utc("2026-11-29T18:00"), tick=False):
        ring()
    with time_machine.travel(utc("2026-11-29T18:05"), tick=False):
        services.move(sundays, on=SUNDAY, to=TUESDAY, by=ada)
        first = Message.objects.get(person=ada)
        assert not still_wanted.wanted(first)
    with time_machine.travel(utc("2026-12-01T19:15"), tick=False):
        ring()
        ring()
        assert still_wanted.wanted(Message.objects.filter(person=ada).latest("due_at"))
    assert [at for _, at, _ in rung(ada)] == ["2026-11-29 18:00", "2026-12-01 19:15"]


def test_a_skip_right_after_the_ring_stops_the_mail_that_waits(sundays: Ritual, ada: Person) -> None:
    with time_machine.travel(utc("2026-11-29T18:00"), tick=False):
        ring()
        message = Message.objects.get(person=ada)
        assert still_wanted.wanted(message)
    with time_machine.travel(utc("2026-11-29T18:01"), tick=False):
        services.skip(sundays, on=SUNDAY, by=ada)
        assert not still_wanted.wanted(message)


@pytest.mark.parametrize("how", ["skipped", "moved"])
def test_taking_it_back_makes_it_as_usual(sundays: Ritual, ada: Person, ben: Person, how: str) -> None:
    if how == "skipped":
        services.skip(sundays, on=SUNDAY, by=ada)
    else:
        services.move(sundays, on=SUNDAY, to=TUESDAY, by=ada)
    services.keep(sundays, on=SUNDAY)
    services.keep(sundays, on=SUNDAY)
    assert not OccurrenceChange.objects.exists()
    assert next_times(sundays) == {utc("2026-11-29T18:00")}


def test_moving_again_replaces_the_first_move(sundays: Ritual, ada: Person, ben: Person) -> None:
    services.skip(sundays, on=SUNDAY, by=ada)
    services.move(sundays, on=SUNDAY, to=TUESDAY, by=ben)
    change = OccurrenceChange.objects.get()
    assert (change.on, change.to, change.made_by) == (SUNDAY, TUESDAY, ben)
    assert next_times(sundays) == {utc("2026-12-01T19:15")}


def test_each_clock_moves_by_itself_when_the_ritual_names_none(couple: Couple, ada: Person, ben: Person) -> None:
    walk = time_together(couple, ada, "20:30", zone="", days=[6])
    services.move(walk, on=SUNDAY, to=TUESDAY, by=ada)
    assert Nudge.objects.get(person=ada).next_at == utc("2026-12-01T19:15")
    assert Nudge.objects.get(person=ben).next_at == utc("2026-12-02T01:15")


def test_what_cannot_be_is_refused_and_changes_nothing(sundays: Ritual, ada: Person) -> None:
    with pytest.raises(NoSuchOccurrence):
        services.skip(sundays, on=date(2026, 11, 30), by=ada)
    with pytest.raises(NoSuchOccurrence):
        services.move(sundays, on=date(2026, 11, 30), to=TUESDAY, by=ada)
    with pytest.raises(NotAhead):
        services.move(sundays, on=SUNDAY, to=datetime(2026, 11, 23, 6, 59), by=ada)  # noqa: DTZ001  wall time
    with pytest.raises(AlreadyThen):
        services.move(sundays, on=SUNDAY, to=datetime.combine(NEXT_SUNDAY, time(19)), by=ada)
    assert not OccurrenceChange.objects.exists()
    assert next_times(sundays) == {utc("2026-11-29T18:00")}


def test_a_new_rule_forgets_dates_it_does_not_name(sundays: Ritual, ada: Person) -> None:
    services.move(sundays, on=SUNDAY, to=TUESDAY, by=ada)
    rule = type(sundays.rule)(time(19), frozenset({4}))
    services.change(sundays, by=ada, title="Coffee", rule=rule, zone="Europe/Berlin", minutes=30)
    assert next_times(sundays) == {utc("2026-11-27T18:00")}
    times = sundays.occurrences(clock.now(), utc("2026-12-08T00:00"), ada.tzinfo)
    assert SUNDAY in {each.on for each in times}  # the object from before; the row says otherwise
    fresh = Ritual.objects.get(pk=sundays.pk)
    assert [str(each.on) for each in fresh.occurrences(clock.now(), utc("2026-12-08T00:00"), ada.tzinfo)] == [
        "2026-11-27",
        "2026-12-04",
    ]
