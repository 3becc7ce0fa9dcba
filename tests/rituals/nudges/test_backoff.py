"""Who lets nudges pass hears from us less, and in full again as soon as they return. Nobody is told of any of it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from couples.accounts.models import Person
from couples.accounts.services import go_by
from couples.outbox.models import Mute
from couples.outbox.services import mute
from couples.space.models import Couple
from couples.space.pausing import services as pausing
from journal.checkins import services as checkins
from rituals import services
from rituals.cadence import EVERY_DAY, Rule, next_start, occurrences
from rituals.models import Nudge, Practice, Ritual
from rituals.nudges.backoff import MOST, SLOWER, SLOWEST, next_ring, raised
from rituals.nudges.engine import ring
from rituals.nudges.mail import KIND
from rituals.nudges.recompute import recompute
from tests.couples.outbox.posting import deliver_all
from tests.pages import words_of
from tests.rituals.conftest import checkin_at, rung, time_together, utc

# -- the pure rule ----------------------------------------------------------------------------------------------------

zones = st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Tokyo", "Pacific/Apia", "UTC"]).map(ZoneInfo)
days = st.frozensets(st.integers(0, 6), min_size=1)
rules = st.builds(Rule, at=st.times().map(lambda at: at.replace(second=0, microsecond=0, fold=0)), weekdays=days)
instants = st.integers(0, 2 * 365 * 24 * 60).map(lambda minutes: utc("2026-01-01T00:00") + timedelta(minutes=minutes))


@given(rules, instants, zones)
def test_each_number_rings_as_it_should_and_never_sooner_than_a_smaller_one(
    rule: Rule, at: datetime, zone: ZoneInfo
) -> None:
    rang = next_start(rule, at, zone)
    assert rang
    ahead = list(occurrences(rule, rang.at + timedelta(minutes=1), rang.at + timedelta(days=30), zone))
    found = [next_ring(count, rang, lambda after: next_start(rule, after, zone)) for count in range(-1, 9)]
    assert all(each in ahead for each in found)
    assert found[: SLOWER + 1] == [ahead[0]] * 4  # none, one or two came to nothing, or fewer
    assert found[SLOWER + 1 : SLOWEST + 1] == [ahead[1]] * 3
    weekly = next(each for each in ahead[1:] if each.on >= rang.on + timedelta(days=7))
    assert found[SLOWEST + 1 :] == [weekly] * 3
    if rule.weekdays != EVERY_DAY and len(rule.weekdays) == 1:
        assert weekly.on - rang.on == timedelta(days=14)  # it was weekly already: every second one, still
    else:
        assert weekly.on.weekday() == rang.on.weekday() or zone.key == "Pacific/Apia"


def test_a_rule_that_ends_ends() -> None:
    rule = Rule(time(20), starts_on=date(2026, 11, 1), ends_on=date(2026, 11, 4))
    zone = ZoneInfo("UTC")
    rang = next_start(rule, datetime(2026, 11, 3, tzinfo=UTC), zone)
    assert rang
    assert [next_ring(n, rang, lambda after: next_start(rule, after, zone)) is None for n in (2, 3, 6)] == [
        False,
        True,
        True,
    ]


def test_the_number_goes_no_higher_than_it_takes_to_be_slowest_and_to_take_one_back() -> None:
    count = -1
    for _ in range(50):
        count = raised(count)
    assert count == MOST


# -- the engine -------------------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def clock(request: pytest.FixtureRequest) -> Iterator[Any]:
    with time_machine.travel(utc("2026-11-01T06:00"), tick=False) as traveller:
        yield traveller


def evenings(clock: Any, since: str, days: int) -> None:
    """Eight in the evening in Berlin, every day."""
    at = utc(f"{since}T19:00")
    for day in range(days):
        clock.move_to(at + timedelta(days=day))
        ring(at + timedelta(days=day))


def dates(person: Person) -> list[str]:
    return [at[8:10] for _, at, _ in rung(person)]


@pytest.fixture
def checkin(couple: Couple, ada: Person) -> Ritual:
    return checkin_at(couple, ada, "20:00")


@pytest.mark.django_db
def test_after_three_every_second_one_then_one_a_week(checkin: Ritual, ada: Person, clock: Any) -> None:
    evenings(clock, "2026-11-01", 30)
    assert dates(ada) == ["01", "02", "03", "05", "07", "09", "16", "23", "30"]
    assert Nudge.objects.get(person=ada).unanswered == MOST


@pytest.mark.django_db
@pytest.mark.parametrize("answer", [checkins.seal, checkins.pass_for_tonight])
def test_who_returns_is_in_full_rhythm_again_and_the_other_as_they_were(
    checkin: Ritual, couple: Couple, ada: Person, ben: Person, clock: Any, answer: Any
) -> None:
    Nudge.objects.filter(person=ben).update(unanswered=4)
    evenings(clock, "2026-11-01", 10)
    clock.move_to(utc("2026-11-10T21:00"))
    answer(couple, by=ada, on=date(2026, 11, 10), values={"line": "Here."})
    evenings(clock, "2026-11-11", 4)
    assert dates(ada)[6:] == ["11", "12", "13"]
    assert Nudge.objects.get(person=ben).unanswered == 4


@pytest.mark.django_db
def test_a_draft_is_no_return(checkin: Ritual, couple: Couple, ada: Person, clock: Any) -> None:
    evenings(clock, "2026-11-01", 4)
    checkins.save_draft(couple, by=ada, on=date(2026, 11, 4), values={"line": "Not yet."})
    assert Nudge.objects.get(person=ada).unanswered == 3


@pytest.mark.django_db
def test_who_answers_before_it_rings_is_never_slowed_down(
    checkin: Ritual, couple: Couple, ada: Person, clock: Any
) -> None:
    for day in range(1, 10):
        clock.move_to(utc(f"2026-11-0{day}T17:00"))
        checkins.seal(couple, by=ada, on=date(2026, 11, day), values={"line": "Here."})
        evenings(clock, f"2026-11-0{day}", 1)
        assert Nudge.objects.get(person=ada).unanswered == 0
    evenings(clock, "2026-11-10", 4)
    assert dates(ada)[9:] == ["10", "11", "12"]


@pytest.mark.django_db
def test_a_time_for_each_other_never_slows_down(couple: Couple, ada: Person, clock: Any) -> None:
    time_together(couple, ada, "20:00")
    evenings(clock, "2026-11-01", 12)
    assert len(dates(ada)) == 12
    assert set(Nudge.objects.values_list("unanswered", flat=True)) == {0}


@pytest.mark.django_db
def test_what_could_not_reach_anybody_is_not_held_against_them(
    checkin: Ritual, couple: Couple, ada: Person, clock: Any
) -> None:
    pausing.begin_holiday(couple, by=ada, back_on=date(2026, 11, 6))
    evenings(clock, "2026-11-01", 6)
    mute(ada.pk, KIND)
    evenings(clock, "2026-11-07", 5)
    Mute.objects.filter(person=ada).delete()
    assert Nudge.objects.get(person=ada).unanswered == 1
    clock.move_to(utc("2026-11-14T12:00"))
    ring(utc("2026-11-14T12:00"))  # the engine was away: what it missed, they could not answer
    assert Nudge.objects.get(person=ada).unanswered == 1


@pytest.mark.django_db
def test_after_a_holiday_the_first_one_rings_at_once(checkin: Ritual, couple: Couple, ada: Person, clock: Any) -> None:
    evenings(clock, "2026-11-01", 3)
    pausing.begin_holiday(couple, by=ada, back_on=date(2026, 11, 8))
    evenings(clock, "2026-11-04", 7)
    assert dates(ada) == ["01", "02", "03", "08", "10"]


@pytest.mark.django_db
def test_another_time_is_a_fresh_start_for_whoever_chose_it(
    checkin: Ritual, couple: Couple, ada: Person, ben: Person, clock: Any
) -> None:
    Nudge.objects.filter(person=ben).update(unanswered=4)
    evenings(clock, "2026-11-01", 9)
    clock.move_to(utc("2026-11-10T08:00"))
    services.set_checkin(couple, by=ada, rule=Rule(time(19, 30)))
    assert Nudge.objects.get(person=ada).unanswered == 0
    assert Nudge.objects.get(person=ada).next_at == utc("2026-11-10T18:30")
    assert Nudge.objects.get(person=ben).unanswered == 4


@pytest.mark.django_db
def test_a_change_of_zone_or_of_zone_data_does_not_bring_the_full_rhythm_back(
    checkin: Ritual, ada: Person, clock: Any
) -> None:
    evenings(clock, "2026-11-01", 10)
    assert Nudge.objects.get(person=ada).next_at == utc("2026-11-16T19:00")
    list(recompute())
    assert Nudge.objects.get(person=ada).next_at == utc("2026-11-16T19:00")
    go_by(ada, zone="Europe/London")
    assert Nudge.objects.get(person=ada).next_at == utc("2026-11-16T20:00")


@pytest.mark.django_db
def test_the_mail_offers_another_time_once_it_has_slowed_down(
    checkin: Ritual, ada: Person, clock: Any, mailoutbox: list[EmailMessage]
) -> None:
    said = []
    for day in range(1, 8):
        evenings(clock, f"2026-11-0{day}", 1)
        deliver_all()
    for mail in mailoutbox:
        if mail.to == [ada.email]:
            said.append(
                "We’re sending these less often for now." in mail.body and "http://testserver/rituals/\n" in mail.body
            )
    assert said == [False, False, False, True, True]


@pytest.mark.django_db
def test_a_mail_of_several_offers_it_once_too(
    checkin: Ritual, couple: Couple, ada: Person, clock: Any, mailoutbox: list[Any]
) -> None:
    time_together(couple, ada, "20:00")
    for day in range(1, 6):
        evenings(clock, f"2026-11-0{day}", 1)
        deliver_all()
    mails = [mail for mail in mailoutbox if mail.to == [ada.email]]
    parts = [str(mail.body).count("/rituals/later/") for mail in mails]
    said = [str(mail.body).count("We’re sending some of these less often for now.") for mail in mails]
    assert list(zip(parts, said, strict=True)) == [(2, 0), (2, 0), (2, 0), (1, 0), (2, 1)]
    assert 'href="http://testserver/rituals/"' in mails[4].alternatives[0][0]


@pytest.mark.django_db
def test_no_page_of_either_shows_it(
    checkin: Ritual, ada_client: Client, ben_client: Client, ada: Person, clock: Any
) -> None:
    pages = [
        (client, url) for client in (ada_client, ben_client) for url in ("/rituals/", "/rituals/check-in/", "/you/")
    ]
    before = [words_of(client.get(url)) for client, url in pages]
    Nudge.objects.filter(person=ada).update(unanswered=SLOWEST)
    assert [words_of(client.get(url)) for client, url in pages] == before


@pytest.mark.django_db
def test_ringing_many_still_asks_no_more_than_ringing_one(couple: Couple, ada: Person, checkin: Ritual) -> None:
    counts = []
    for more, at in ((0, "2026-11-02T19:00"), (49, "2026-11-03T19:00")):
        for _ in range(more):
            Ritual.objects.bulk_create(
                [Ritual(couple=couple, practice=Practice.OWN, at=time(20), zone="Europe/Berlin")]
            )
        services.enroll(couple, ada)
        with CaptureQueriesContext(connection) as queries:
            ring(utc(at))
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.django_db
def test_coming_back_costs_two_queries(
    checkin: Ritual, ada: Person, django_assert_num_queries: Any, clock: Any
) -> None:
    with django_assert_num_queries(4):  # and a savepoint around them
        services.came_back(ada, Practice.CHECKIN)
