"""Row 14: a dispatcher whose machine's clock is set an hour or a day wrong, and right again."""

import random
from datetime import UTC, datetime, timedelta

from bench.faults import Outcome
from bench.trials import Found, judge, rituals_of, sink
from bench.worker import Workers
from couples.outbox.models import Message
from rituals.models import Nudge

JUMPS = [timedelta(hours=1), timedelta(hours=-1), timedelta(days=1), timedelta(days=-1)]


def set_wrong(jumps: int, seed: int = 14) -> Outcome:
    """Half an hour before each time the clock jumps, everything due is rung for, and the clock is right again."""
    dice, outcome = random.Random(seed), Outcome(jumps)  # noqa: S311
    Message.objects.all().delete()
    with sink() as (_, env), Workers(env) as workers:
        people = [who for who, _ in rituals_of(2)]
        ours = Nudge.objects.filter(person__in=people)
        first = ours.order_by("next_at").first()
        if first is None or first.next_at is None:
            raise RuntimeError("nobody is ever rung for")
        begin = first.next_at
        for number in range(jumps):
            ours.update(unanswered=0)  # they answered: nobody is rung for less often
            right = begin + number * timedelta(days=1)
            for at in (right - timedelta(minutes=30) + dice.choice(JUMPS), right + timedelta(minutes=1)):
                workers.shift(at - datetime.now(UTC))
                workers.ring()
        dates = [str(begin.date() + number * timedelta(days=1)) for number in range(jumps)]
        expected = [f"{who.pk}:{date}" for who in people for date in dates]
        rows = Message.objects.filter(kind="nudge", person__in=people).values_list("person_id", "occurrence")
        came = [f"{person}:{occurrence.rpartition(':')[2]}" for person, occurrence in rows]
        planted = judge(expected, [*came[1:], came[1]])
        if planted != Found(frozenset({came[0]}), frozenset({came[1]})):
            outcome.wrong.append(f"the detector saw {planted} of a planted loss and a planted duplicate")
        outcome.add(judge(expected, came))
    return outcome
