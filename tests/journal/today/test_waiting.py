"""What waits: one statement for everybody, made once, that says what the rows say at the moment it is asked."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from couples import clock
from couples.accounts.models import Person
from couples.space.models import Couple, Membership
from journal import waiting
from journal.agreements import services as agreements
from journal.agreements.models import Guideline, Overlap
from journal.agreements.signing.digest import digest
from journal.appreciations.models import Appreciation
from journal.checkins import services as checkins
from journal.checkins.models import CheckIn
from journal.listening import services as listening
from journal.listening import sources
from journal.listening import waiting as heard
from journal.listening.steps import Step
from journal.practices import PRACTICES
from journal.today.waiting import statement, things
from journal.waiting import COUPLE, NOW, Found, MomentKept, Waiting, Waits, made, newest
from tests.addresses import world

pytestmark = pytest.mark.django_db

EVENING = datetime(2026, 11, 22, 20, tzinfo=UTC)


@pytest.fixture(autouse=True)
def evening() -> Any:
    with time_machine.travel(EVENING, tick=False) as clock:
        yield clock


def partner_of(person: Person) -> tuple[Couple, Person]:
    couple = Membership.objects.current().get(person=person).couple
    return couple, Membership.objects.filter(couple=couple).exclude(person=person).get().person


def told(person: Person) -> list[Waiting]:
    couple, partner = partner_of(person)
    return things(couple, person, partner)


def test_the_kept_statement_is_nobodys_and_of_no_day(
    couple: Couple, ada: Person, ben: Person, stranger: Person, evening: Any
) -> None:
    """It was made for whoever asked first; everybody after is told what a new one says."""
    others, partner = partner_of(stranger)
    world(couple, ada, ben, "CANARY", many=2)
    world(others, stranger, partner, "STRANGERS-OWN", many=1)
    waits = [practice.waits for practice in PRACTICES if practice.waits]
    said = []
    for later in (timedelta(), timedelta(hours=10), timedelta(days=1), timedelta(days=4), timedelta(days=20)):
        evening.move_to(EVENING + later)
        for person in (ada, ben, stranger, partner):
            where, with_whom = partner_of(person)
            now = waiting.ask(made(waits), where, person, with_whom)
            assert waiting.ask(statement(), where, person, with_whom) == now
            said.append(tuple(now))
    assert len(set(said)) > 4


def test_what_waits_is_asked_in_one_query(couple: Couple, ada: Person, ben: Person) -> None:
    world(couple, ada, ben, "CANARY", many=2)
    things(couple, ben, ada)
    with CaptureQueriesContext(connection) as asked:
        found = things(couple, ben, ada)
    assert sorted(each.comes_first for each in found) == [False, False, False, True]
    assert len(asked) == 1


def test_a_connection_plans_it_once(couple: Couple, ada: Person, ben: Person) -> None:
    """Only its values go over the line from the second time on, whoever asks."""
    world(couple, ada, ben, "CANARY", many=1)
    things(couple, ada, ben)
    statements, used = prepared()
    for person, other in pairs(ada, ben) * 2:
        things(couple, person, other)
    assert prepared() == (statements, used + 4)


def prepared() -> tuple[int, int]:
    """How many statements this connection keeps, and how often all of them were used."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), sum(generic_plans + custom_plans) FROM pg_prepared_statements")
        statements, used = cursor.fetchone()
    return statements, used


def test_who_is_alone_has_nothing_waiting(couple: Couple, ada: Person, ben: Person) -> None:
    world(couple, ada, ben, "CANARY", many=1)
    assert things(couple, ben, None) == []


#: What waits for the two alike.
FOR_BOTH = {"support"}


def test_every_practice_that_has_something_for_today_can_say_it(couple: Couple, ada: Person, ben: Person) -> None:
    """One of everything: each practice's rows give its own words, and only to the one they are for."""
    world(couple, ada, ben, "CANARY", many=1)
    Overlap.objects.all().delete()  # nothing is signed while two wordings stand beside each other
    lines = agreements.words_of(Guideline.objects.for_couple(couple).in_draft().in_order())
    agreements.sign(couple, by=ada, name="Ada", digest=digest(lines))
    for practice in PRACTICES:
        if practice.waits:
            said = [waiting.ask(made([practice.waits]), couple, person, other) for person, other in pairs(ada, ben)]
            assert any(said), practice.key
            assert (said[0] != said[1]) == (practice.key not in FOR_BOTH), practice.key


def pairs(one: Person, other: Person) -> list[tuple[Person, Person]]:
    return [(one, other), (other, one)]


# -- time -------------------------------------------------------------------------------------------------------------


def said_something(couple: Couple, ada: Person, ben: Person, *steps: tuple[Person, Step]) -> None:
    for person in (ada, ben):
        checkins.seal(couple, by=person, on=EVENING.date(), values={"line": "Words"})
    shared = sources.find(couple, "checkins", CheckIn.objects.get(author=ben).pk)
    assert shared
    for seen, (person, step) in enumerate(steps):
        pair = listening.pair(shared, person, ben if person == ada else ada)
        listening.say(shared, pair, step=step, seen=seen, text="Words")


def test_what_is_to_be_answered_fades_by_itself(couple: Couple, ada: Person, ben: Person, evening: Any) -> None:
    said_something(couple, ada, ben, (ada, Step.HEARD))
    assert [told(person) != [] for person in (ada, ben)] == [False, True]
    evening.move_to(EVENING + heard.TO_ANSWER - timedelta(seconds=1))
    assert told(ben)
    evening.move_to(EVENING + heard.TO_ANSWER)
    assert told(ben) == []


def test_what_is_only_to_be_read_fades_sooner(couple: Couple, ada: Person, ben: Person, evening: Any) -> None:
    said_something(couple, ada, ben, (ada, Step.HEARD), (ben, Step.YES))
    evening.move_to(EVENING + heard.TO_READ - timedelta(seconds=1))
    assert told(ada)
    evening.move_to(EVENING + heard.TO_READ)
    assert told(ada) == []


def test_what_is_offered_for_later_waits_from_then_on(couple: Couple, ada: Person, ben: Person, evening: Any) -> None:
    said_something(couple, ada, ben)
    theirs, later = CheckIn.objects.get(author=ada), EVENING + timedelta(seconds=30)
    listening.offer(couple, kind="checkins", id=theirs.pk, speaker=ada, listener=ben, at=later)
    assert told(ben) == []
    evening.move_to(later)
    assert told(ben)
    assert told(ada) == []


# -- what must not stand in it ----------------------------------------------------------------------------------------


def of_this_moment() -> QuerySet[Any, Any]:
    return newest(Appreciation.objects.filter(couple=COUPLE, opened_at__lte=clock.now()), since="opened_at")


def of_whoever_asks() -> QuerySet[Any, Any]:
    return newest(Appreciation.objects.filter(couple=COUPLE, opened_at__lte=NOW), since="opened_at")


def say(found: Found, name: str) -> Waiting:
    return Waiting(name, str(found.about), "")


def test_a_moment_or_an_id_is_refused() -> None:
    with pytest.raises(MomentKept):
        made([Waits(of_this_moment, say)])
    with pytest.raises(MomentKept):
        made([Waits(lambda: newest(Appreciation.objects.filter(couple=Couple().pk), since="opened_at"), say)])
    assert made([Waits(of_whoever_asks, say)]).places
