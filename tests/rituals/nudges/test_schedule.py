"""What the clock sets off: every entry of the schedule is a task the worker knows, and the ringing one rings."""

from datetime import time, timedelta
from uuid import UUID

import pytest
import time_machine

from config.celery import app
from couples import clock
from couples.accounts.models import Person
from couples.outbox.models import Message
from couples.space.models import Couple
from rituals import services, tasks
from rituals.cadence import Rule
from rituals.models import Nudge


def test_every_entry_of_the_schedule_is_a_task_and_soon_forgotten() -> None:
    app.loader.import_default_modules()
    for entry in app.conf.beat_schedule.values():
        assert entry["task"] in app.tasks
        # A tick that nobody heard in time is worth nothing: the next one looks for the same rows.
        assert entry["options"]["expires"] <= entry["schedule"]
        # What people wait for is looked for every minute; what has only grown old can wait an hour.
        assert entry["schedule"] <= (3600 if entry["task"].endswith(".forget") else 60)


@pytest.mark.django_db
def test_the_tick_rings_what_is_due(couple: Couple, ada: Person, ben: Person, knocks: list[UUID]) -> None:
    services.add(couple, by=ada, title="A walk", rule=Rule(time(16)), zone="Europe/Berlin", minutes=45)
    tasks.ring()
    assert knocks == []
    with time_machine.travel(clock.now() + timedelta(days=1)):
        tasks.ring()
    assert set(Message.objects.values_list("person", flat=True)) == {ada.pk, ben.pk}
    assert Nudge.objects.filter(next_at__gt=clock.now() + timedelta(days=1)).count() == 2
