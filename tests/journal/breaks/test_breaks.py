"""What a break is for both: taken once, come back to in turn, put off twice at most, and ended without blame."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from couples import clock
from couples.access import memberships_of
from couples.accounts.models import Person
from couples.outbox.models import Message
from couples.space.leaving.services import leave
from couples.space.models import Couple
from couples.space.services import begin
from journal.breaks import nudges, services
from journal.breaks.errors import MovedOn, NobodyToReturnTo, NotInADay, OnABreak
from journal.breaks.models import FIRST_ASKED_FOR, RESTS_AFTER, Break, Ending
from journal.breaks.stages import ACTIONS, Action, Stage, actions_of, stage_of
from tests.at_once import at_once
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db

Move = Callable[[int], None]


def in_minutes(minutes: float) -> Any:
    return clock.now() + timedelta(minutes=minutes)


def fresh(found: Break) -> Break:
    return Break.objects.get(pk=found.pk)


def stages(found: Break, *people: Person) -> list[Stage]:
    row = fresh(found)
    return [stage_of(row, person.pk, clock.now()) for person in people]


def now_on(couple: Couple) -> Break | None:
    """As another request sees it."""
    return services.current(Couple.objects.get(pk=couple.pk))


def test_both_are_on_it_at_once_and_only_who_chose_it_can_end_it_early(taken: Break, ada: Person, ben: Person) -> None:
    assert now_on(taken.couple) == taken
    assert stages(taken, ada, ben) == [Stage.AWAY, Stage.FREE]
    with pytest.raises(MovedOn):
        services.ready(taken, by=ben, seen=0)
    with pytest.raises(OnABreak):
        services.insist_on_none(taken.couple)


def test_who_asked_is_asked_first_then_the_other(taken: Break, ada: Person, ben: Person, later: Move) -> None:
    later(30)
    assert stages(taken, ada, ben) == [Stage.ASKED, Stage.NEXT]
    services.ready(taken, by=ada, seen=0)
    assert stages(taken, ada, ben) == [Stage.READY, Stage.ASKED]
    services.ready(taken, by=ben, seen=0)
    assert stages(taken, ada, ben) == [Stage.BACK, Stage.BACK]
    assert now_on(taken.couple) is None
    services.insist_on_none(taken.couple)


def test_nobody_waits_for_an_answer_longer_than_a_quarter_of_an_hour(
    taken: Break, ada: Person, ben: Person, later: Move
) -> None:
    later(30 + int(FIRST_ASKED_FOR / timedelta(minutes=1)))
    assert stages(taken, ada, ben) == [Stage.ASKED, Stage.ASKED]
    services.ready(taken, by=ben, seen=0)
    assert stages(taken, ada, ben) == [Stage.ASKED, Stage.READY]


def test_back_early_asks_the_other_early(taken: Break, ada: Person, ben: Person, later: Move) -> None:
    later(5)
    services.ready(taken, by=ada, seen=0)
    assert stages(taken, ada, ben) == [Stage.READY, Stage.ASKED]
    services.choose_new_time(taken, by=ben, seen=0, until_at=in_minutes(60))
    assert stages(taken, ada, ben) == [Stage.FREE, Stage.AWAY]


def test_after_two_new_times_it_is_ready_or_another_day(taken: Break, ada: Person, ben: Person, later: Move) -> None:
    for nth, who in enumerate((ada, ben)):
        later(30 * (nth + 1))
        if who is ben:
            services.ready(taken, by=ada, seen=nth)
        services.choose_new_time(taken, by=who, seen=nth, until_at=in_minutes(30))
    later(90)
    assert actions_of(fresh(taken), ben.pk, clock.now()) == {Action.READY, Action.REST}
    with pytest.raises(MovedOn):
        services.choose_new_time(taken, by=ben, seen=2, until_at=in_minutes(30))
    services.rest(taken, by=ben, seen=2)
    assert stages(taken, ada, ben) == [Stage.RESTS, Stage.RESTS]


def test_one_that_nobody_comes_back_to_rests_by_itself(
    taken: Break, couple: Couple, ada: Person, ben: Person, evening: Any
) -> None:
    evening.move_to(taken.until_at + RESTS_AFTER)
    assert now_on(couple) is None
    services.insist_on_none(couple)
    assert stages(taken, ada, ben) == [Stage.RESTS, Stage.RESTS]
    with pytest.raises(MovedOn):
        services.ready(taken, by=ada, seen=0)
    another = services.take(couple, by=ben, id=uuid4(), until_at=in_minutes(15))
    assert now_on(couple) == another
    assert (fresh(taken).ending, fresh(taken).ended_at) == (Ending.RESTS, taken.rests_at)


def test_nobody_is_ever_left_without_a_next_step(taken: Break, ada: Person, ben: Person) -> None:
    """Of any two stages that come together at least one leads on, or the clock does."""
    by_the_clock = {Stage.FREE, Stage.NEXT, Stage.AWAY}
    for minute in (0, 29, 30, 44, 45, 60 * 12):
        at = taken.began_at + timedelta(minutes=minute)
        for ready in (None, ada.pk, ben.pk):
            taken.ready_by_id = ready
            both = {stage_of(taken, person.pk, at) for person in (ada, ben)}
            assert any(ACTIONS[stage] for stage in both), both
            assert both & by_the_clock or all(ACTIONS[stage] for stage in both), both


def test_everything_sent_twice_is_done_once(
    couple: Couple, ada: Person, ben: Person, evening: Any, later: Move
) -> None:
    id, until = uuid4(), in_minutes(30)
    taken, again = [services.take(couple, by=ada, id=id, until_at=until) for _twice in range(2)]
    assert taken == again
    assert services.take(couple, by=ben, id=uuid4(), until_at=in_minutes(60)) == taken
    later(30)
    for who in (ada, ada, ben, ben, ada):
        services.ready(taken, by=who, seen=0)
    ended = fresh(taken).ended_at
    later(31)
    assert services.take(couple, by=ada, id=id, until_at=until).ended_at == ended  # its answer was lost
    assert now_on(couple) is None


def test_an_old_page_answers_nothing_new(taken: Break, ada: Person, ben: Person, later: Move) -> None:
    later(30)
    services.choose_new_time(taken, by=ada, seen=0, until_at=in_minutes(30))
    for act in (services.ready, services.rest, partial(services.choose_new_time, until_at=in_minutes(45))):
        with pytest.raises(MovedOn):
            act(taken, by=ada, seen=0)
    assert fresh(taken).new_times == 1


@pytest.mark.parametrize("minutes", [0, -1, 24 * 60 + 1])
def test_a_return_time_lies_within_a_day(couple: Couple, ada: Person, evening: Any, minutes: int) -> None:
    with pytest.raises(NotInADay):
        services.take(couple, by=ada, id=uuid4(), until_at=in_minutes(minutes))
    assert not Break.objects.exists()


def test_a_couple_of_one_has_none(evening: Any) -> None:
    alone = PersonFactory()
    couple = begin(by=alone, called="Sam")
    with pytest.raises(NobodyToReturnTo):
        services.take(couple, by=alone, id=uuid4(), until_at=in_minutes(15))


def test_leaving_ends_it_without_a_word(
    taken: Break,
    couple: Couple,
    ada: Person,
    ben: Person,
    later: Move,
    hints: list[Any],
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        leave(couple, by=ben)
    assert fresh(taken).ending == Ending.CLOSED
    assert "breaks" not in {hint["topic"] for _, hint in hints}
    later(30)
    nudges.ring()
    assert not Message.objects.filter(kind=nudges.KIND).exists()


def test_every_change_is_hinted_to_both(
    couple: Couple,
    ada: Person,
    ben: Person,
    evening: Any,
    later: Move,
    hints: list[Any],
    django_capture_on_commit_callbacks: Any,
) -> None:
    told = []
    with django_capture_on_commit_callbacks(execute=True):
        taken = services.take(couple, by=ada, id=uuid4(), until_at=in_minutes(30))
    told.append(len(hints))
    later(30)
    acts: list[Callable[[], Any]] = [
        nudges.ring,
        partial(services.ready, taken, by=ada, seen=0),
        partial(services.choose_new_time, taken, by=ben, seen=0, until_at=clock.now() + timedelta(hours=1)),
    ]
    for act in acts:
        with django_capture_on_commit_callbacks(execute=True):
            act()
        told.append(len(hints))
    assert told == [1, 2, 3, 4]
    assert {(channel, hint["topic"], hint["id"]) for channel, hint in hints} == {
        (f"nearer:live:couple:{couple.pk}", "breaks", None)
    }


def test_it_comes_with_the_couple_of_a_request(taken: Break, ada: Person) -> None:
    with CaptureQueriesContext(connection) as asked:
        couple = memberships_of(ada)[0].couple
        assert services.current(couple) == taken
    assert len(asked) == 1


@pytest.mark.django_db(transaction=True)
def test_two_asked_for_in_one_instant_are_one(couple: Couple, ada: Person, ben: Person) -> None:
    for _ in range(4):
        both = [partial(services.take, couple, by=who, id=uuid4(), until_at=in_minutes(15)) for who in (ada, ben)]
        at_once(*both, *both)
        assert Break.objects.count() == 1
        (taken,) = Break.objects.all()
        Break.objects.update(until_at=clock.now() - FIRST_ASKED_FOR)
        answers = [partial(services.ready, taken, by=who, seen=0) for who in (ada, ben)]
        at_once(*answers, *answers, refused=MovedOn)
        assert fresh(taken).ending == Ending.BACK
        Break.objects.all().delete()
