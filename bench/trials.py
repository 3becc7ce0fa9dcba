"""What every trial of faults needs: people with something due, a mail server that remembers, and a detector."""

import os
import smtplib
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import time, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection

from bench.content import person
from couples import clock
from couples.accounts.models import Person
from couples.outbox.models import Message, State
from couples.space import services as space
from rituals import services as rituals
from rituals.cadence import Rule
from rituals.models import Ritual
from tests.couples.outbox.mailserver import MailServer, running


@dataclass(frozen=True, slots=True)
class Found:
    """What a detector says: which of those that had to come did not, and which came oftener than they may."""

    lost: frozenset[str]
    twice: frozenset[str]

    @property
    def nothing(self) -> bool:
        return not self.lost and not self.twice


def judge(expected: Iterable[UUID | str], came: Iterable[str], *, may_come_twice: Iterable[UUID] = ()) -> Found:
    """By Message-ID: each exactly once; those E9 allows, once or twice. A stranger among them counts as a duplicate."""
    times = Counter(came)
    most = {str(id): 1 for id in expected} | {str(id): 2 for id in may_come_twice}
    lost = frozenset(id for id in most if not times[id])
    return Found(lost, frozenset(id for id, often in times.items() if often > most.get(id, 0)))


class Sink(MailServer):
    """Remembers the row each mail was made from. Takes commands in one go, as nearly every mail server does."""

    pipelining = True

    @property
    def came(self) -> list[str]:
        return [str(mail["Message-ID"]).strip("<>").partition("@")[0] for mail in list(self.accepted)]


@contextmanager
def sink(server: Sink | None = None) -> Iterator[tuple[Sink, dict[str, str]]]:
    """A mail server on this machine, and the environment of workers that mail to it."""
    server = server or Sink()
    with running(server) as port:
        yield server, environment(f"smtp://127.0.0.1:{port}")


def environment(mail: str) -> dict[str, str]:
    """For processes that work on the same database as this one: a test's has a name of its own."""
    database = connection.settings_dict
    host = str(database["HOST"]).replace("/", "%2F")
    return os.environ | {
        "DATABASE_URL": f"postgresql://{database['USER']}@{host}/{database['NAME']}",
        "REDIS_URL": settings.REDIS_URL,
        "EMAIL_URL": mail,
    }


def rituals_of(people: int) -> list[tuple[Person, Ritual]]:
    """That many people, two by two, each with a check-in of their own."""
    found = []
    for _ in range((people + 1) // 2):
        ada, ben = person("Ada"), person("Ben")
        couple = space.begin(by=ada, called="Ben")
        space.join(space.invite(couple, by=ada, email=ben.email), by=ben)
        found += [(by, rituals.set_checkin(couple, by=by, rule=Rule(time(20, 30)))) for by in (ada, ben)]
    Message.objects.all().delete()  # the invitations
    return found[:people]


def due(people: Iterable[tuple[Person, Ritual]]) -> list[Message]:
    """One nudge for each of them, due now, as the engine writes it."""
    now = clock.now()
    rows = [
        Message(
            kind="nudge",
            person=who,
            occurrence=f"{ritual.pk}:{now:%Y-%m-%d}",
            about=ritual.pk,
            due_at=now,
            next_try_at=now,
            expires_at=now + timedelta(hours=2),
        )
        for who, ritual in people
    ]
    return Message.objects.bulk_create(rows)


def ids(rows: Iterable[Message]) -> list[UUID]:
    return [row.pk for row in rows]


def states(rows: Iterable[Message]) -> Counter[str]:
    return Counter(Message.objects.filter(pk__in=ids(rows)).values_list("state", flat=True))


def plant_a_loss(row: Message) -> None:
    """What a worker would do that marks before it sends, and dies in between."""
    Message.objects.filter(pk=row.pk).update(state=State.SENT, sent_at=clock.now())


def plant_a_duplicate(row: Message) -> None:
    """What a worker would do that forgets to mark what it has sent."""
    Message.objects.filter(pk=row.pk).update(state=State.PENDING, sent_at=None, leased_until=None)


def knock(port: int) -> None:
    """Until the server has dealt with everything said to it before."""
    with smtplib.SMTP("127.0.0.1", port) as line:
        line.noop()
