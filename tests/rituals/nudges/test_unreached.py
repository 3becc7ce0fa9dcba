"""A nudge that reached nobody was not let pass: whatever kept it from them, the next one comes as usual."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from couples.accounts.models import Person
from couples.outbox import bounces, compose, queue
from couples.outbox import services as outbox
from couples.outbox.models import Channel, Message, Mute, State
from couples.outbox.queue import leases
from couples.push import delivery as push
from couples.space.models import Couple
from couples.space.pausing import services as pausing
from rituals import services
from rituals.models import Nudge, Ritual
from rituals.nudges.backoff import AHEAD_OF_IT, MOST, SLOWER, SLOWEST, raised, taken_back
from rituals.nudges.engine import ring
from rituals.snooze import services as snooze
from tests.at_once import at_once
from tests.couples.outbox.mailserver import MailServer
from tests.couples.outbox.posting import deliver_all
from tests.rituals.conftest import checkin_at, utc

pytestmark = pytest.mark.django_db

FIRST = utc("2026-11-01T19:00")  # eight in the evening in Berlin
DAY = timedelta(days=1)


@given(st.integers(AHEAD_OF_IT, MOST))
def test_what_is_taken_back_is_what_one_ring_counted_and_never_more(before: int) -> None:
    assert taken_back(raised(before)) == (max(before, 0) if before < MOST else SLOWEST)
    assert taken_back(before) >= min(before, 0)


# -- one evening ------------------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(utc("2026-11-01T06:00"), tick=False) as traveller:
        yield traveller


@pytest.fixture
def checkin(couple: Couple, ada: Person, clock: Any) -> Ritual:
    return checkin_at(couple, ada, "20:00")


def nudge_of(person: Person) -> Nudge:
    return Nudge.objects.get(person=person)


def work() -> None:
    """What the sweep and the workers do."""
    deliver_all()
    push.deliver(queue.due_ids(Channel.PUSH))


def evening(clock: Any, at: datetime, then: Callable[[], None] = lambda: None) -> None:
    """It rings, something happens, the workers do what they can, and two hours later what is left is too late."""
    clock.move_to(at)
    ring(at)
    then()
    work()
    clock.move_to(at + timedelta(hours=2, minutes=5))
    work()
    assert not Message.objects.filter(state=State.PENDING, due_at__lte=at).exists()


def evenings(clock: Any, days: int, then: Callable[[], None] = lambda: None, *, since: datetime = FIRST) -> datetime:
    """The evening after them."""
    for day in range(days):
        evening(clock, since + day * DAY, then)
    return since + days * DAY


def test_the_outbox_knows_whom_to_tell(checkin: Ritual, ada: Person, clock: Any, mail_server: MailServer) -> None:
    """The control: what arrives is counted, and slows down."""
    following = evenings(clock, SLOWER)
    assert nudge_of(ada).unanswered == SLOWER
    assert nudge_of(ada).next_at == following + DAY
    assert len([to for to in mail_server.recipients if to == [ada.email]]) == SLOWER


# -- everything that keeps a nudge from arriving ----------------------------------------------------------------------


def refused(status: str) -> Callable[..., Callable[[], None]]:
    def way(ada: Person, ritual: Ritual, server: MailServer, patch: Any) -> Callable[[], None]:
        def then() -> None:
            server.to_rcpt[:] = [status] * 9

        return then

    return way


def unreachable(ada: Person, ritual: Ritual, server: MailServer, patch: Any) -> Callable[[], None]:
    patch.setattr(
        "couples.outbox.transport.mail_connection.MailConnection._open",
        lambda self: (_ for _ in ()).throw(ConnectionRefusedError()),
    )
    return lambda: None


def suppressed(ada: Person, ritual: Ritual, server: MailServer, patch: Any) -> Callable[[], None]:
    outbox.suppress(ada.email, "550 5.1.1")
    return lambda: None


def quiet_hours(ada: Person, ritual: Ritual, server: MailServer, patch: Any) -> Callable[[], None]:
    Person.objects.filter(pk=ada.pk).update(quiet_from=time(19, 30), quiet_until=time(7))
    return lambda: None


def switched_off(ada: Person, ritual: Ritual, server: MailServer, patch: Any) -> Callable[[], None]:
    """After it rang, and on again by the next evening."""

    def then() -> None:
        outbox.mute(ada.pk, "nudge")
        work()
        Mute.objects.filter(person=ada).delete()

    return then


def a_pause(ada: Person, ritual: Ritual, server: MailServer, patch: Any) -> Callable[[], None]:
    def then() -> None:
        pausing.pause(ada, back_on=None)
        work()
        pausing.resume(ada)

    return then


def a_holiday(ada: Person, ritual: Ritual, server: MailServer, patch: Any) -> Callable[[], None]:
    def then() -> None:
        pausing.begin_holiday(ritual.couple, by=ada, back_on=date(2027, 1, 1))
        work()
        pausing.end_holiday(ritual.couple)

    return then


def skipped(ada: Person, ritual: Ritual, server: MailServer, patch: Any) -> Callable[[], None]:
    def then() -> None:
        newest = Message.objects.filter(person=ada).latest("due_at")
        with time_machine.travel(newest.due_at + timedelta(minutes=1), tick=False):
            services.skip(ritual, on=newest.due_at.date(), by=ada)
            work()

    return then


def poisoned(ada: Person, ritual: Ritual, server: MailServer, patch: Any) -> Callable[[], None]:
    """Given up after five errors of ours."""

    def broken(rows: Any) -> Any:
        raise ZeroDivisionError

    patch.setattr(compose, "letter", broken)

    def then() -> None:
        at = Message.objects.filter(person=ada).latest("due_at").due_at
        for minutes in range(0, 60, 10):
            with time_machine.travel(at + timedelta(minutes=minutes), tick=False):
                work()

    return then


def workers_that_died(ada: Person, ritual: Ritual, server: MailServer, patch: Any) -> Callable[[], None]:
    def then() -> None:
        Message.objects.filter(person=ada, state=State.PENDING).update(attempts=5)

    return then


def workers_away(ada: Person, ritual: Ritual, server: MailServer, patch: Any) -> Callable[[], None]:
    def then() -> None:
        Message.objects.filter(state=State.PENDING).update(leased_until=datetime.max.replace(tzinfo=FIRST.tzinfo))
        with time_machine.travel(Message.objects.latest("due_at").due_at + timedelta(hours=3), tick=False):
            Message.objects.filter(state=State.PENDING).update(leased_until=None)
            work()

    return then


WAYS = [
    refused("451 4.3.0 Later"),
    refused("550 5.7.1 No"),
    refused("530 5.7.0 Sign in first"),
    refused("550 5.1.1 No such user"),
    unreachable,
    suppressed,
    quiet_hours,
    switched_off,
    a_pause,
    a_holiday,
    skipped,
    poisoned,
    workers_that_died,
    workers_away,
]
NAMES = ["451", "550", "530", "5.1.1", *(way.__name__ for way in WAYS[4:])]


@pytest.mark.parametrize("way", WAYS, ids=NAMES)
def test_ten_evenings_that_never_arrived_slow_nothing_down(
    checkin: Ritual,
    ada: Person,
    clock: Any,
    mail_server: MailServer,
    monkeypatch: pytest.MonkeyPatch,
    way: Any,
) -> None:
    following = evenings(clock, 10, way(ada, checkin, mail_server, monkeypatch))
    rows = Message.objects.filter(person=ada, kind="nudge")
    assert rows.count() == 10
    assert not rows.filter(state=State.SENT).exists()
    assert (nudge_of(ada).unanswered, nudge_of(ada).next_at) == (0, following)


@pytest.mark.parametrize("seen", [SLOWER - 1, SLOWER, SLOWEST - 1, SLOWEST, SLOWEST + 1])
@pytest.mark.parametrize("way", [WAYS[0], quiet_hours, poisoned], ids=["451", "quiet_hours", "poisoned"])
def test_one_that_never_arrived_leaves_the_pace_as_it_was_before_it(
    checkin: Ritual,
    ada: Person,
    clock: Any,
    mail_server: MailServer,
    monkeypatch: pytest.MonkeyPatch,
    way: Any,
    seen: int,
) -> None:
    Nudge.objects.filter(person=ada).update(unanswered=seen)
    evening(clock, FIRST, way(ada, checkin, mail_server, monkeypatch))
    days = 1 if seen < SLOWER else 2 if seen < SLOWEST else 7
    assert nudge_of(ada).next_at == FIRST + days * DAY
    assert nudge_of(ada).unanswered == min(seen, SLOWEST)


def ring_with_ada(ben: Person) -> None:
    """From now on both are rung for at one instant."""
    Person.objects.filter(pk=ben.pk).update(zone="Europe/Berlin")
    services.follow_clock(Person.objects.get(pk=ben.pk))


def test_whoever_it_did_reach_is_counted_all_the_same(
    checkin: Ritual,
    ada: Person,
    ben: Person,
    clock: Any,
    mail_server: MailServer,
) -> None:
    ring_with_ada(ben)
    outbox.suppress(ada.email, "550 5.1.1")
    evenings(clock, 2)
    assert (nudge_of(ada).unanswered, nudge_of(ben).unanswered) == (0, 2)


def test_what_they_answered_meanwhile_is_not_taken_back_from_later_ones(
    checkin: Ritual,
    couple: Couple,
    ada: Person,
    clock: Any,
    mail_server: MailServer,
) -> None:
    evenings(clock, 2)
    evening(clock, FIRST + 2 * DAY, lambda: services.came_back(ada, "checkins"))
    assert nudge_of(ada).unanswered == 0


# -- mail and push ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mail", "pushed", "counted"),
    [("250", 201, 1), ("451 4.3.0", 201, 1), ("250", 410, 1), ("451 4.3.0", 410, 0), ("451 4.3.0", 503, 0)],
)
def test_a_ring_has_arrived_if_either_of_its_ways_has(
    checkin: Ritual,
    ada: Person,
    clock: Any,
    mail_server: MailServer,
    service: Any,
    switch_on: Any,
    mail: str,
    pushed: int,
    counted: int,
) -> None:
    Nudge.objects.filter(person=ada).update(unanswered=1)
    switch_on(ada)
    service.answers["/wp/one"] = pushed
    mail_server.to_rcpt[:] = [] if mail == "250" else [mail] * 99
    evening(clock, FIRST)
    assert nudge_of(ada).unanswered == 1 + counted


def test_who_wants_it_on_a_device_only_is_reached_by_that(
    checkin: Ritual,
    ada: Person,
    clock: Any,
    service: Any,
    switch_on: Any,
) -> None:
    switch_on(ada)
    outbox.mute(ada.pk, "nudge")
    evening(clock, FIRST)
    assert nudge_of(ada).unanswered == 1
    outbox.mute(ada.pk, "nudge", channel=Channel.PUSH)
    evening(clock, FIRST + DAY)
    assert nudge_of(ada).unanswered == 1


@pytest.mark.django_db(transaction=True)
def test_of_a_mail_and_a_push_that_end_in_one_instant_the_last_one_takes_it_back(checkin: Ritual, ada: Person) -> None:
    for _ in range(10):
        Nudge.objects.filter(person=ada).update(unanswered=2)
        occurrence = f"{checkin.pk}:{uuid4().hex[:8]}:2026-11-01"
        mail, pushed = (
            Message.objects.create(kind="nudge", person=ada, about=checkin.pk, occurrence=occurrence, channel=channel)
            for channel in Channel
        )
        at_once(
            partial(leases.finish, mail, State.FAILED),
            partial(leases.finish, pushed, State.FAILED),
            partial(leases.end, [mail, pushed], State.MISSED),
        )
        assert nudge_of(ada).unanswered == 1


# -- put off ----------------------------------------------------------------------------------------------------------


def test_what_is_put_off_before_it_left_and_what_comes_again_for_them_take_back_one_at_most(
    checkin: Ritual,
    ada: Person,
    clock: Any,
    mail_server: MailServer,
) -> None:
    Nudge.objects.filter(person=ada).update(unanswered=2)

    def put_off() -> None:
        snooze.put_off(checkin, by=ada, until="hour")
        mail_server.to_rcpt[:] = ["451 4.3.0"] * 99

    evening(clock, FIRST, put_off)
    clock.move_to(FIRST + timedelta(hours=4))
    work()
    assert set(Message.objects.filter(person=ada).values_list("state", flat=True)) == {State.CANCELLED, State.MISSED}
    assert (nudge_of(ada).unanswered, nudge_of(ada).next_at) == (2, FIRST + DAY)


# -- a mailbox that is found gone later -------------------------------------------------------------------------------


def test_a_mailbox_that_was_gone_all_along_begins_afresh(
    checkin: Ritual,
    ada: Person,
    ben: Person,
    clock: Any,
    mail_server: MailServer,
) -> None:
    Nudge.objects.update(unanswered=4)
    evening(clock, FIRST)
    assert nudge_of(ada).next_at == FIRST + 2 * DAY

    bounces.take_in(bounces.Report(bounces.What.UNREACHABLE, ada.email, digest="one", said="reported: bounced"))
    assert (nudge_of(ada).unanswered, nudge_of(ada).next_at) == (0, FIRST + DAY)
    assert nudge_of(ben).unanswered == 4


# -- what it costs ----------------------------------------------------------------------------------------------------


def test_ending_many_costs_no_query_a_row(couple: Couple, ada: Person, checkin: Ritual) -> None:
    Nudge.objects.filter(person=ada).update(unanswered=MOST)
    counts = []
    for many in (1, 20):
        rows = Message.objects.bulk_create(
            Message(kind="nudge", person=ada, about=checkin.pk, occurrence=f"{checkin.pk}:{many}{n}:2026-11-01")
            for n in range(many)
        )
        with CaptureQueriesContext(connection) as asked:
            leases.end(rows, State.MISSED)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_refusal_that_follows_a_mail_that_left_is_understood(
    checkin: Ritual,
    ada: Person,
    ben: Person,
    clock: Any,
    mail_server: MailServer,
) -> None:
    """Its mark is still on its way on the connection that now has to begin a transaction."""
    ring_with_ada(ben)
    clock.move_to(FIRST)
    ring(FIRST)
    mail_server.to_rcpt[:] = ["250 OK", "550 5.1.1 No such user"]
    work()
    states = sorted(Message.objects.filter(kind="nudge").values_list("state", flat=True))
    assert states == [State.FAILED, State.SENT]
    assert sorted(Nudge.objects.values_list("unanswered", flat=True)) == [0, 1]
