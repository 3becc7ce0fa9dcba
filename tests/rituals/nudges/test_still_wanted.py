"""Asking about many nudges at once says what asking about each would, in as many queries for fifty as for one."""

from datetime import timedelta
from typing import Any

import pytest

from couples import clock
from couples.accounts.models import Person
from couples.outbox.models import Message
from couples.space.leaving import services as leaving
from couples.space.models import Membership
from couples.space.pausing import services as pausing
from journal.checkins import services as checkins
from rituals import services
from rituals.models import OccurrenceChange, Ritual
from rituals.nudges import mail, still_wanted
from tests.factories import PersonFactory, make_couple
from tests.rituals.conftest import checkin_at, time_together

pytestmark = pytest.mark.django_db


def nudge(person: Person, ritual: Ritual) -> Message:
    on = clock.today(person)
    return Message.objects.create(kind="nudge", person=person, about=ritual.pk, occurrence=f"{ritual.pk}:{on}")


def couple_with_two_times() -> tuple[Person, Person, Ritual, Ritual]:
    first: Person = PersonFactory()
    second: Person = PersonFactory()
    couple = make_couple(first, second)
    return first, second, checkin_at(couple, first), time_together(couple, first)


def test_each_reason_counts_for_whom_it_is_about_and_nobody_else() -> None:
    reasons = []
    for number in range(7):
        first, second, checkin, together = couple_with_two_times()
        rows = [nudge(person, ritual) for person in (first, second) for ritual in (checkin, together)]
        reasons.append((first, checkin, together, rows))
        match number:
            case 0:
                services.retire(together)
            case 1:
                pausing.pause(first, back_on=None)
            case 2:
                pausing.begin_holiday(checkin.couple, by=first, back_on=clock.today(first) + timedelta(days=3))
            case 3:
                Membership.objects.filter(person=first).update(left_at=clock.now())
            case 4:
                on = clock.today(first)
                OccurrenceChange.objects.create(ritual=together, on=on, made_at=clock.now() + timedelta(seconds=1))
            case 5:
                checkins.pass_for_tonight(checkin.couple, by=first, on=clock.today(first))
            case _:
                pass
    rows = [row for *_, of_couple in reasons for row in of_couple]
    assert still_wanted.unwanted(rows) == {row.pk for row in rows if not still_wanted.wanted(row)}
    assert [len(still_wanted.unwanted(of_couple)) for *_, of_couple in reasons] == [2, 2, 4, 2, 2, 1, 0]


def test_what_is_over_or_done_on_another_day_stops_only_what_it_is_about() -> None:
    rows = []
    for number in range(6):
        first, _second, checkin, together = couple_with_two_times()
        today, couple = clock.today(first), checkin.couple
        row = nudge(first, together if number == 4 else checkin)
        match number:
            case 0:
                pausing.pause(first, back_on=today)
            case 1:
                pausing.begin_holiday(couple, by=first, back_on=today)
            case 2:
                pausing.begin_holiday(couple, by=first, back_on=today + timedelta(days=3))
                pausing.end_holiday(couple)
            case 3:
                checkins.pass_for_tonight(couple, by=first, on=today - timedelta(days=1))
            case 4:
                earlier = row.created_at - timedelta(seconds=1)
                OccurrenceChange.objects.create(ritual=together, on=today, made_at=earlier)
            case 5:
                checkins.pass_for_tonight(couple, by=first, on=today - timedelta(days=1))
                Message.objects.filter(pk=row.pk).update(occurrence=f"{checkin.pk}:{today - timedelta(days=1)}")
                row.refresh_from_db()
        rows.append(row)
    assert still_wanted.unwanted(rows) == {rows[5].pk} == {row.pk for row in rows if not still_wanted.wanted(row)}


def test_what_was_done_in_the_couple_of_before_stops_nothing_in_this_one() -> None:
    first, _second, before, _together = couple_with_two_times()
    today = clock.today(first)
    checkins.pass_for_tonight(before.couple, by=first, on=today)
    leaving.leave(before.couple, by=first)
    checkin = checkin_at(make_couple(first, PersonFactory()), first)
    row = nudge(first, checkin)
    assert still_wanted.wanted(row)
    checkins.pass_for_tonight(checkin.couple, by=first, on=today)
    assert not still_wanted.wanted(row)


def test_fifty_cost_the_queries_of_one(django_assert_num_queries: Any) -> None:
    rows = []
    for _ in range(13):
        first, second, checkin, together = couple_with_two_times()
        rows += [nudge(person, ritual) for person in (first, second) for ritual in (checkin, together)]
    for some in (rows[:1], rows[:50]):
        with django_assert_num_queries(7):
            still_wanted.unwanted(some)
        with django_assert_num_queries(0):
            assert all(mail.path(row) and mail.context(row)["later"] for row in some)
