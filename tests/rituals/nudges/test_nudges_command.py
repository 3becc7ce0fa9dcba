"""`manage.py nudges`: numbers and ids for whoever runs the server, and nobody's name."""

import json
from datetime import time, timedelta
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from couples import clock
from couples.accounts.models import Person
from couples.outbox import kinds, metrics
from couples.outbox.models import Channel, Message, State
from couples.outbox.services import suppress
from couples.space.models import Couple
from rituals import services
from rituals.cadence import Rule
from rituals.models import Nudge
from rituals.nudges.lag import lag
from tests.couples.outbox.posting import deliver_all, posted

pytestmark = pytest.mark.django_db


def nudges(*arguments: str) -> str:
    out = StringIO()
    call_command("nudges", *arguments, stdout=out)
    return out.getvalue()


def numbers() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(nudges("--json"))
    return found


def row(person: Person, **fields: Any) -> Message:
    message = posted(person)
    now = clock.now()
    defaults = {"expires_at": now + timedelta(hours=1)}
    Message.objects.filter(pk=message.pk).update(**(defaults | fields))
    message.refresh_from_db()
    return message


@pytest.fixture
def mixture(ada: Person) -> dict[str, Message]:
    now = clock.now()
    hour = timedelta(hours=1)
    suppress("gone@example.org", "5.1.1")
    return {
        "due": row(ada, next_try_at=now - timedelta(seconds=5)),
        "late": row(ada, next_try_at=now - timedelta(minutes=10), error="TimeoutError", attempts=1, refusals=1),
        "later": row(ada, next_try_at=now + hour, error="530 5.7.0", attempts=2, refusals=2),
        "push": row(ada, next_try_at=now, channel=Channel.PUSH),
        "sent": row(ada, state=State.SENT),
        "missed": row(ada, state=State.MISSED, due_at=now - hour),
        "missed long ago": row(ada, state=State.MISSED, due_at=now - 30 * hour),
        "failed": row(ada, state=State.FAILED, due_at=now - hour, error="550 5.7.1", attempts=1, refusals=1),
        "dead": row(ada, state=State.DEAD, due_at=now - 30 * hour, error="KeyError", attempts=5),
    }


def test_it_counts_what_waits_and_what_ended_badly(mixture: dict[str, Message]) -> None:
    found = numbers()
    mail = found["channels"]["mail"]
    assert (mail["due"], mail["late"], mail["missed"], mail["failed"], mail["dead"]) == (2, 1, 1, 1, 1)
    assert 600 <= mail["oldest_due_seconds"] < 660
    assert (found["channels"]["push"]["due"], found["channels"]["push"]["dead"]) == (1, 0)
    assert found["troubles"] == {"TimeoutError": 1, "530 5.7.0": 1}
    assert found["suppressed"] == 1
    assert found["nudges"] == {"due": 0, "oldest_seconds": 0.0}


def test_nudges_nobody_rings_for_are_seen(couple: Couple, ada: Person) -> None:
    services.add(couple, by=ada, title="A walk", rule=Rule(time(18)), zone="UTC", minutes=45)
    Nudge.objects.update(next_at=clock.now() - timedelta(minutes=3))
    found = numbers()["nudges"]
    assert found["due"] == 2
    assert 180 <= found["oldest_seconds"] < 240


def test_it_costs_the_same_however_many_there_are(
    mixture: dict[str, Message], ada: Person, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(5):
        numbers()
    for _ in range(50):
        row(ada, error="TimeoutError")
    with django_assert_num_queries(5):
        numbers()


def test_it_names_nobody(mixture: dict[str, Message]) -> None:
    for said in (nudges(), nudges("--json"), nudges("--retry-all")):
        assert "example.org" not in said
        assert "Ada" not in said


def test_it_names_what_is_dead_so_that_it_can_be_tried_again(mixture: dict[str, Message], mailoutbox: Any) -> None:
    dead = mixture["dead"]
    assert f"dead: {dead.pk} (password_changed) KeyError" in nudges()
    assert "within a minute" in nudges("--retry", str(dead.pk))
    dead.refresh_from_db()
    assert (dead.state, dead.attempts, dead.refusals) == (State.PENDING, 5, 5)
    deliver_all()
    dead.refresh_from_db()
    assert dead.state == State.SENT
    assert str(dead.pk) not in nudges()


@pytest.mark.parametrize("which", ["sent", "missed", "expired", "code", "unknown", "held"])
def test_what_cannot_be_tried_again_is_said_so(mixture: dict[str, Message], ada: Person, which: str) -> None:
    now = clock.now()
    if which == "expired":
        id = row(ada, state=State.DEAD, expires_at=now - timedelta(seconds=1)).pk
    elif which == "code":
        id = row(ada, state=State.DEAD, kind="login_code").pk
    elif which == "held":
        lease = {"error": "x", "next_try_at": now + timedelta(hours=1), "leased_until": now + timedelta(minutes=1)}
        id = row(ada, **lease).pk
    else:
        id = mixture[which].pk if which in mixture else uuid4()
    before = list(Message.objects.filter(pk=id).values())
    with pytest.raises(CommandError):
        nudges("--retry", str(id))
    assert list(Message.objects.filter(pk=id).values()) == before


def test_all_at_once_once_the_mail_server_is_mended(mixture: dict[str, Message], mailoutbox: Any) -> None:
    assert nudges("--retry-all").startswith("3 ")  # dead, failed, and what waited for its next try
    deliver_all()
    states = {name: Message.objects.get(pk=message.pk).state for name, message in mixture.items()}
    assert {name for name, state in states.items() if state == State.SENT} >= {"dead", "failed", "later", "due", "sent"}
    assert states["missed"] == states["missed long ago"] == State.MISSED
    assert nudges("--retry-all").startswith("0 ")


def test_whoever_is_locked_out_of_their_mailbox_can_be_written_to_again(ada: Person) -> None:
    suppress(ada.email, "5.1.1")
    assert "Lifted" in nudges("--reachable", "ADA@example.org")
    assert "Nothing" in nudges("--reachable", "ada@example.org")


def test_every_kind_whose_words_are_wiped_is_known_by_its_name() -> None:
    """Retrying asks by the ending: a code mailed without its code would only confuse."""
    assert {key for key in kinds._kinds if key.endswith("_code")} == {
        "verify_code",
        "login_code",
        "reset_code",
        "confirm_code",
    }


def test_each_number_is_found_by_an_index_of_few(mixture: dict[str, Message]) -> None:
    """At a million rows sent, looking through all of them would be felt at every scrape."""
    with CaptureQueriesContext(connection) as asked:
        metrics.figures()
        lag()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # or so few rows would be read one by one
        plans = []
        for each in asked:
            cursor.execute(f"EXPLAIN {each['sql']}")
            plans.append(" ".join(line for (line,) in cursor.fetchall()))
    assert [plan for plan in plans if "Seq Scan" in plan] == []
