"""`bin/bench faults`: the rows of TRUST's matrix about nudges, each with real processes that are killed.

Every trial first plants one loss and one duplicate and must see both; then it counts.
"""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from bench.trials import Found, Sink, due, ids, judge, plant_a_duplicate, plant_a_loss, rituals_of, sink, states
from bench.worker import KILLER, MAY_COME_TWICE, POINTS, Workers
from couples.outbox.models import MAX_ATTEMPTS, LastLetter, Message, State, Suppression
from couples.outbox.queue.leases import LEASE
from tests.couples.outbox.mailserver import HANG_UP, OK, SAY_NOTHING

PAST_A_LEASE = LEASE + timedelta(seconds=5)


@dataclass
class Outcome:
    """`wrong` names what should not have happened; empty when the row of the matrix holds."""

    tried: int
    lost: int = 0
    twice: int = 0
    allowed_twice: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not (self.lost or self.twice or self.wrong)

    def add(self, found: Found) -> None:
        self.lost += len(found.lost)
        self.twice += len(found.twice)


def show_the_detector(workers: Workers, server: Sink) -> None:
    """One planted loss and one planted duplicate must be seen, on the very path the trial uses. Raises if not."""
    lost, twice, *others = rows = due(rituals_of(4))
    plant_a_loss(lost)
    workers.deliver(ids(rows))
    plant_a_duplicate(twice)
    workers.deliver(ids([twice]))
    found = judge(ids(rows), server.came)
    if found != Found(frozenset({str(lost.pk)}), frozenset({str(twice.pk)})):
        raise AssertionError(f"planted {lost.pk} and {twice.pk}, found {found}")
    if not judge(ids(others), [id for id in server.came if id not in {str(lost.pk), str(twice.pk)}]).nothing:
        raise AssertionError("the detector sees faults where there are none")
    Message.objects.all().delete()
    server.accepted.clear()


def killed_at_six_points(tries: int, seed: int = 10) -> Outcome:
    """Row 10: SIGKILL and SIGSTOP at six points of a send, each message's end waited for."""
    dice, outcome = random.Random(seed), Outcome(tries)  # noqa: S311
    cases = [(POINTS[number % 6], ("KILL", "STOP")[number // 6 % 2]) for number in range(tries)]
    dice.shuffle(cases)
    with sink() as (server, env), Workers(env) as workers:
        show_the_detector(workers, server)
        for row, (point, how) in zip(due(rituals_of(tries)), cases, strict=True):
            workers.shift(timedelta())
            server.accepted.clear()
            ended, pid = workers.deliver([row.pk], point=point, how=how)
            if ended != ("-9" if how == "KILL" else "stopped"):
                outcome.wrong.append(f"{how} {point}: the worker ended {ended}")
                continue
            workers.shift(PAST_A_LEASE)
            workers.deliver([row.pk])
            if how == "STOP":
                workers.resume(pid)
            found = judge([row.pk], server.came, may_come_twice=[row.pk] if point in MAY_COME_TWICE else [])
            outcome.add(found)
            outcome.allowed_twice += len(server.came) - 1 if point in MAY_COME_TWICE else 0
            if not found.nothing or states([row]) != {State.SENT: 1}:
                outcome.wrong.append(f"{how} {point}: came {len(server.came)} times, {dict(states([row]))}")
    return outcome


def killed_among_many(tries: int, several: int = 20, seed: int = 10) -> Outcome:
    """Row 10 once more, in the midst of letters that were leased together: one of them may come twice, and no other."""
    dice, outcome = random.Random(seed), Outcome(tries)  # noqa: S311
    people = rituals_of(several)
    with sink() as (server, env), Workers(env) as workers:
        show_the_detector(workers, server)
        for number in range(tries):
            point, how = dice.choice(POINTS[2:]), ("KILL", "STOP")[number % 2]
            Message.objects.all().delete()
            LastLetter.objects.all().delete()
            workers.shift(timedelta())
            server.accepted.clear()
            rows = due(people)
            ended, pid = workers.deliver(ids(rows), point=point, how=how, nth=dice.randint(1, several))
            if ended != ("-9" if how == "KILL" else "stopped"):
                outcome.wrong.append(f"{how} {point}: the worker ended {ended}")
                continue
            workers.shift(PAST_A_LEASE)
            workers.deliver()
            if how == "STOP":
                workers.resume(pid)
            times = Counter(server.came)
            twice = [row.pk for row in rows if times[str(row.pk)] == 2]
            may = twice[:1] if point in MAY_COME_TWICE else []
            found = judge(ids(rows), server.came, may_come_twice=may)
            outcome.add(found)
            outcome.allowed_twice += len(may)
            if not found.nothing or states(rows) != {State.SENT: several}:
                outcome.wrong.append(f"{how} {point}: {found}, {dict(states(rows))}")
    return outcome


class Moody(Sink):
    """Says to each recipient, the first time, what its mood for them is; then it agrees."""

    def __init__(self) -> None:
        super().__init__()
        self.moods: dict[str, str] = {}

    def mood(self, address: str, at: str) -> list[str]:
        said = self.moods.get(address, OK)
        if (said in {HANG_UP, SAY_NOTHING}) == (at == "data") and said != OK:
            return [self.moods.pop(address)]
        return []

    async def handle_RCPT(self, server, session, envelope, address, options):  # type: ignore[no-untyped-def]
        self.to_rcpt[:] = self.mood(address, "rcpt")
        return await super().handle_RCPT(server, session, envelope, address, options)

    async def handle_DATA(self, server, session, envelope):  # type: ignore[no-untyped-def]
        self.to_data[:] = self.mood(envelope.rcpt_tos[0], "data")
        return await super().handle_DATA(server, session, envelope)


#: What the server says, and what E7 says must become of the message at once.
MOODS = {
    "421 4.3.2 Going down": State.PENDING,
    "451 4.7.1 Not now": State.PENDING,
    "550 5.1.1 No such user": State.FAILED,
    "550 5.7.1 No": State.FAILED,
    HANG_UP: State.PENDING,
    SAY_NOTHING: State.PENDING,
}
FOR_GOOD = {mood for mood, state in MOODS.items() if state == State.FAILED}


def refused(each: int, seed: int = 13) -> Outcome:
    """Row 13: every way a mail server can fail, `each` times, in any order; and one that does not answer at all."""
    dice, outcome = random.Random(seed), Outcome(each * (len(MOODS) + 1))  # noqa: S311
    moods = [mood for mood in MOODS for _ in range(each)]
    dice.shuffle(moods)
    server = Moody()
    with sink(server) as (_, env):
        with Workers(env, timeout=0.3) as workers:
            show_the_detector(workers, server)
            people = rituals_of(len(moods))
            server.moods = {who.email: mood for (who, _), mood in zip(people, moods, strict=True)}
            rows: list[Message] = []
            # A few at a time: the servers that say nothing take so long that the first would be tried again before
            # anybody had looked at what their first answer did.
            for few in (slice(start, start + 60) for start in range(0, len(moods), 60)):
                rows += due(people[few])
                _until(workers, lambda: not Message.objects.filter(attempts=0, state=State.PENDING).exists())
                for row, mood in zip(rows[few], moods[few], strict=True):
                    _first_answer(outcome, row, mood)
            _until(workers, lambda: not Message.objects.filter(state=State.PENDING).exists(), step=timedelta(minutes=2))
        with Workers(env | {"EMAIL_URL": "smtp://127.0.0.1:9"}) as nobody_there:
            unheard = due(rituals_of(each))
            nobody_there.deliver(ids(unheard))
            if states(unheard) != {State.PENDING: each}:
                outcome.wrong.append(f"nobody there: {states(unheard)}")
        with Workers(env) as workers:
            _until(workers, lambda: not Message.objects.filter(state=State.PENDING).exists(), step=timedelta(minutes=2))
        stay = [row for row, mood in zip(rows, moods, strict=True) if mood in FOR_GOOD]
        dropped = [row for row, mood in zip(rows, moods, strict=True) if mood == HANG_UP]
        others = [row.pk for row in [*rows, *unheard] if row not in stay]
        outcome.add(judge(others, server.came, may_come_twice=ids(dropped)))
        again = Counter(server.came)
        outcome.allowed_twice = sum(again[str(row.pk)] - 1 for row in dropped)
        if outcome.allowed_twice != len(dropped):
            outcome.wrong.append("a mail whose answer was lost was not sent again")
    return outcome


def _first_answer(outcome: Outcome, row: Message, mood: str) -> None:
    row.refresh_from_db()
    if row.state != MOODS[mood]:
        outcome.wrong.append(f"{mood}: {row.state}")
    suppressed = bool(row.person and Suppression.objects.filter(address__iexact=row.person.email).exists())
    if suppressed != ("5.1." in mood):
        outcome.wrong.append(f"{mood}: suppressed is {suppressed}")
    if row.state == State.PENDING and not timedelta(seconds=50) < row.next_try_at - row.due_at < timedelta(minutes=20):
        outcome.wrong.append(f"{mood}: tried again after {row.next_try_at - row.due_at}")


def _until(workers: Workers, over: Callable[[], bool], step: timedelta = timedelta(), turns: int = 60) -> None:
    """Sweep again and again, `step` further on by the workers' clock each time."""
    for turn in range(1, turns + 1):
        workers.deliver()
        if over():
            return
        workers.shift(turn * step)
    raise AssertionError(f"still not over after {turns} sweeps")


def poisoned(good: int, poison: int, seed: int = 19) -> Outcome:
    """Row 19: rows nobody can make a mail of, and rows that kill whoever tries, among good ones."""
    dice, outcome = random.Random(seed), Outcome(good + poison)  # noqa: S311
    with sink() as (server, env), Workers(env) as workers:
        show_the_detector(workers, server)
        rows = due(rituals_of(good + poison))
        bad = dice.sample(rows, poison)
        for number, row in enumerate(bad):
            Message.objects.filter(pk=row.pk).update(kind=KILLER if number % 2 else "unheard of")
        _until(
            workers,
            lambda: not Message.objects.filter(state=State.PENDING).exists(),
            step=PAST_A_LEASE,
            turns=3 * MAX_ATTEMPTS * poison,
        )
        outcome.add(judge([row.pk for row in rows if row not in bad], server.came))
        if states(bad) != {State.DEAD: poison} or states(rows)[State.SENT] != good:
            outcome.wrong.append(f"{states(rows)}")
    return outcome
