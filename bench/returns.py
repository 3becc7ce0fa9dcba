"""Row 10 for the end of a break: both are told once and at the minute, whichever dispatcher or worker is killed."""

import random
from collections import Counter
from collections.abc import Sequence
from datetime import time, timedelta
from uuid import uuid4

from bench.content import person
from bench.faults import PAST_A_LEASE, Outcome
from bench.trials import Found, Sink, ids, judge, plant_a_duplicate, sink, states
from bench.worker import MAY_COME_TWICE, POINTS, RINGING, Workers
from couples import clock
from couples.accounts.models import Person
from couples.outbox.models import LastLetter, Message, State
from couples.outbox.queue.orphans import YOUNG
from couples.space import services as space
from couples.space.models import Couple
from journal.breaks import services as breaks
from journal.breaks.models import Break

LENGTH, MINUTE = timedelta(minutes=15), timedelta(minutes=1)


def couples_of(several: int) -> list[tuple[Couple, Person, Person]]:
    """Each of them has quiet hours all day, and a letter a moment ago: neither is a break's business."""
    found = []
    for _ in range(several):
        ada, ben = person("Ada"), person("Ben")
        couple = space.begin(by=ada, called="Ben")
        space.join(space.invite(couple, by=ada, email=ben.email), by=ben)
        found.append((couple, ada, ben))
        for who in (ada, ben):
            LastLetter.objects.update_or_create(person=who, defaults={"letter": uuid4(), "at": clock.now()})
    Person.objects.update(quiet_from=time(0, 1), quiet_until=time(0))
    Message.objects.all().delete()  # the invitations
    return found


def take(couples: Sequence[tuple[Couple, Person, Person]]) -> list[Break]:
    until = clock.now() + LENGTH
    return [breaks.take(couple, by=ada, id=uuid4(), until_at=until) for couple, ada, _ben in couples]


def nudges_of(taken: Sequence[Break]) -> list[Message]:
    return list(Message.objects.filter(about__in=[each.pk for each in taken]).order_by("pk"))


def show_the_detector(workers: Workers, server: Sink) -> None:
    """A break that is marked as rung and was not, and a mail that is not marked: both must be seen. Raises if not."""
    couples = couples_of(2)
    lost, told = take(couples)
    Break.objects.filter(pk=lost.pk).update(rung_at=clock.now())
    workers.shift(LENGTH)
    workers.ring_for_breaks()
    workers.deliver()
    twice = nudges_of([told])[0]
    plant_a_duplicate(twice)
    workers.deliver()
    found = judge(everybody(couples), addresses(server))
    expected = Found(frozenset(who.email for who in couples[0][1:]), frozenset({twice.to}))
    if found != expected:
        raise AssertionError(f"planted {expected}, found {found}")
    Message.objects.all().delete()
    server.recipients.clear()
    server.accepted.clear()


def everybody(couples: Sequence[tuple[Couple, Person, Person]]) -> list[str]:
    return [who.email for _couple, ada, ben in couples for who in (ada, ben)]


def addresses(server: Sink) -> list[str]:
    return [address for to in list(server.recipients) for address in to]


def killed(tries: int, seed: int = 18) -> Outcome:
    """A dispatcher dies while it rings, another rings on; then a worker dies or stands still in the midst of a send."""
    dice, outcome = random.Random(seed), Outcome(tries)  # noqa: S311
    with sink() as (server, env), Workers(env) as workers:
        show_the_detector(workers, server)
        for number in range(tries):
            ringing, point = RINGING[number // 2 % 3], POINTS[number % 6]
            how = ("KILL", "STOP")[(number + number // 6) % 2]
            nth = dice.randint(1, 2) if point in POINTS[2:] else 1  # one connection takes both
            _one(workers, server, outcome, ringing=ringing, point=point, how=how, nth=nth)
    return outcome


def _one(workers: Workers, server: Sink, outcome: Outcome, *, ringing: str, point: str, how: str, nth: int) -> None:
    """One break of one couple, from its beginning to both its nudges."""
    couples = couples_of(1)
    workers.shift(timedelta())
    server.recipients.clear()
    server.accepted.clear()
    taken = take(couples)
    workers.ring_for_breaks()
    if nudges_of(taken):
        outcome.wrong.append("rung before its time")
    workers.shift(LENGTH)
    ended, _pid = workers.ring_for_breaks(ringing)
    if ended != "-9":
        outcome.wrong.append(f"{ringing}: the dispatcher ended {ended}")
    workers.ring_for_breaks()
    rows = nudges_of(taken)
    ended, pid = workers.deliver(ids(rows), point=point, how=how, nth=nth)
    if ended != ("-9" if how == "KILL" else "stopped"):
        outcome.wrong.append(f"{how} {point}: the worker ended {ended}")
    # Whoever dies lets go within the minute; whoever stands still holds one row until its lease is over.
    workers.shift(LENGTH + YOUNG + timedelta(seconds=5))
    workers.sweep()
    in_time = Message.objects.filter(pk__in=ids(rows), state=State.SENT, sent_at__lt=taken[0].until_at + MINUTE).count()
    workers.shift(LENGTH + PAST_A_LEASE)
    workers.deliver()
    if how == "STOP":
        workers.resume(pid)
    times = Counter(server.came)
    twice = [row.pk for row in rows if times[str(row.pk)] == 2]
    may = twice[:1] if point in MAY_COME_TWICE else []
    outcome.allowed_twice += len(may)
    found = judge(ids(rows), server.came, may_come_twice=may)
    outcome.add(found)
    if len(rows) != 2 or not found.nothing or in_time < (1 if how == "STOP" else 2):
        outcome.wrong.append(f"{how} {ringing} {point}: {found}, {dict(states(rows))}, {in_time} in time")
