"""Row 11: the broker is killed, killed and robbed of its data, or emptied, while people are being rung for."""

import random
import shutil
from collections.abc import Sequence

import redis

from bench.faults import Outcome
from bench.parts import Parts, until
from bench.ringing import SOON, addresses, came, crowd, due_at, next_ring, sent, show_the_detector, wait_for_later
from bench.servers import Server
from bench.trials import judge, sink
from config.local.servers import start_valkey
from couples.outbox.models import Message
from rituals.models import Nudge

WAYS = ("killed", "killed and robbed", "emptied")
PEOPLE = 20


class Broker(Server):
    start = start_valkey
    address = "REDIS_URL"

    def suffer(self, way: str) -> None:
        if way == "emptied":
            with redis.Redis.from_url(self.env["REDIS_URL"]) as client:
                client.flushall()
            return
        self.child.kill()
        if way == "killed and robbed":
            shutil.rmtree(self.place.data / "valkey")


def broken(tries: int, people: int = PEOPLE, seed: int = 11) -> Outcome:
    """Each time at another moment of a wave; the parts are left to find their way back by themselves."""
    dice, outcome = random.Random(seed), Outcome(tries)  # noqa: S311
    ways: Sequence[str] = [WAYS[number % len(WAYS)] for number in range(tries)]
    few, many = crowd(people)
    at = next_ring(many)
    wait_for_later(many)
    with Broker.of_its_own() as ours, sink() as (server, env), Parts(env | ours.env, beats=1, workers=2) as parts:
        show_the_detector(parts, server, few, at)
        due_at(many, at)
        for way in ways:
            server.recipients.clear()
            Nudge.objects.filter(person__in=many).update(unanswered=0)  # they answered: nobody is rung for less often
            reached = dice.randrange(people // 2)
            parts.at(next_ring(many) + SOON)
            until(lambda reached=reached: len(server.recipients) >= reached)  # type: ignore[misc]
            ours.suffer(way)
            missing = people - sent(many)
            ours.again()
            until(lambda: sent(many) == people, seconds=300)
            Message.objects.all().delete()
            found = judge(addresses(many), came(server))
            outcome.add(found)
            if not found.nothing or not missing:
                outcome.wrong.append(f"{way} after {reached}: {found}, {missing} still to be sent")
    return outcome
