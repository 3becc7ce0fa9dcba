"""A killed worker's rows are free within a minute; those of one that lives, however slow, stay its own."""

import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.db import connection

from config.celery import app
from couples import clock
from couples.accounts.models import Person
from couples.outbox import queue
from couples.outbox.models import Channel, Message, State
from couples.outbox.queue import leases, mailbox_lease, orphans
from tests.couples.outbox.mailserver import MailServer
from tests.couples.outbox.posting import deliver_all, posted
from tests.couples.outbox.test_killed import WORKER, worker_environment

NOBODY = 2**31 - 1


def leased(message: Message, *, ago: timedelta, by: int = NOBODY) -> Message:
    """As a worker did it that long ago."""
    until = clock.now() + leases.LEASE - ago
    Message.objects.filter(pk=message.pk).update(leased_until=until, leased_by=by, attempts=1)
    return message


@pytest.mark.django_db
@pytest.mark.parametrize("channel", Channel)
def test_what_a_line_held_that_is_gone_is_due_again(ada: Person, channel: Channel) -> None:
    message = leased(posted(ada), ago=orphans.YOUNG + timedelta(seconds=1))
    Message.objects.filter(pk=message.pk).update(channel=channel)
    assert queue.due_ids(channel) == []
    assert orphans.release() == 1
    assert queue.due_ids(channel) == [message.pk]
    assert orphans.release() == 0


@pytest.mark.django_db
def test_a_young_lease_stays_as_its_words_may_be_on_their_way(ada: Person) -> None:
    leased(posted(ada), ago=orphans.YOUNG - timedelta(seconds=1))
    assert orphans.release() == 0


@pytest.mark.django_db
def test_a_worker_that_is_slow_and_lives_keeps_its_rows(ada: Person) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (here,) = cursor.fetchone()
    leased(posted(ada), ago=orphans.YOUNG + timedelta(seconds=60), by=here)
    assert orphans.release() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["alone", "together", "again"])
def test_every_way_of_leasing_says_whose_it_is(ada: Person, way: str) -> None:
    message = posted(ada)
    match way:
        case "alone":
            assert leases.lease(message)
        case "together":
            assert mailbox_lease.lease([message], partner_on=None)
        case "again":
            assert leases.lease(message)
            Message.objects.filter(pk=message.pk).update(leased_by=NOBODY)
            message.leased_until = clock.now() + timedelta(seconds=1)
            leases.still_ours(message)
    with connection.cursor() as cursor:
        cursor.execute("SELECT leased_by = pg_backend_pid() FROM couples_message WHERE id = %s", [message.pk])
        assert cursor.fetchone() == (True,)


@pytest.mark.django_db
def test_who_lost_the_line_and_lives_sends_nothing_that_somebody_else_took(ada: Person) -> None:
    message = posted(ada)
    with time_machine.travel(clock.now(), tick=False) as traveller:
        assert leases.lease(message)
        Message.objects.filter(pk=message.pk).update(leased_by=NOBODY)
        traveller.shift(orphans.YOUNG)
        assert orphans.release() == 1
        assert leases.lease(Message.objects.get(pk=message.pk))
        with pytest.raises(leases.LeaseLost):
            leases.still_ours(message)


@pytest.mark.django_db(transaction=True)
def test_a_killed_workers_letters_are_sent_within_a_minute(ada: Person, mail_server: MailServer) -> None:
    """A real one, killed with a letter in the air: the next sweep but one finds it."""
    message = posted(ada)
    victims: list[subprocess.Popen[bytes]] = []
    mail_server.on_data = lambda mail: victims[0].kill()
    env = worker_environment(settings.EMAIL_PORT)
    with subprocess.Popen([sys.executable, "-P", "-c", WORKER, str(message.pk)], env=env) as victim:
        victims.append(victim)
        assert victim.wait(120) == -signal.SIGKILL
    mail_server.on_data = lambda mail: None
    _until_the_line_is_gone(message)
    every = app.conf.beat_schedule["sweep"]["schedule"]
    assert orphans.YOUNG.total_seconds() + every < 60
    with time_machine.travel(clock.now() + orphans.YOUNG):
        assert orphans.release() == 1
        deliver_all()
    message.refresh_from_db()
    assert (message.state, message.attempts) == (State.SENT, 2)


def _until_the_line_is_gone(message: Message) -> None:
    message.refresh_from_db()
    until = time.monotonic() + 90
    ask = "SELECT count(*) FROM pg_stat_activity WHERE pid = %s"
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(ask, [message.leased_by])
            if cursor.fetchone() == (0,):
                return
        time.sleep(0.02)
    raise AssertionError("the dead worker's line is still there")


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["couples.outbox.sweep", "couples.push.sweep"])
def test_each_sweep_looks_for_them_first(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(queue, "release", lambda: asked.append(1))
    app.loader.import_default_modules()
    app.tasks[name].apply(throw=True)
    assert asked == [1]
