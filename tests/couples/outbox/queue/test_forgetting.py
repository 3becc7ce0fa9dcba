"""Messages go after ninety days, unless they still wait; nothing that is needed goes with them."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection

from couples import clock
from couples.accounts.models import Person
from couples.outbox import tasks
from couples.outbox.models import Message, State
from couples.outbox.queue import forgetting
from tests.couples.outbox.posting import posted

pytestmark = pytest.mark.django_db
OLD, RECENT = timedelta(days=91), timedelta(days=89)


def aged(message: Message, state: State, age: timedelta) -> Message:
    Message.objects.filter(pk=message.pk).update(state=state, due_at=clock.now() - age)
    return message


@pytest.mark.parametrize("state", [state for state in State if state != State.PENDING])
def test_what_is_over_goes_after_ninety_days_and_not_before(ada: Person, stranger: Person, state: State) -> None:
    Message.objects.all().delete()
    aged(posted(ada), state, OLD)
    recent = [aged(posted(who), state, RECENT) for who in (ada, stranger)]
    tasks.forget.apply(throw=True)
    assert set(Message.objects.values_list("pk", flat=True)) == {message.pk for message in recent}


def test_what_still_waits_stays_however_old(ada: Person) -> None:
    waiting = aged(posted(ada), State.PENDING, timedelta(days=400))
    assert forgetting.forget() == 0
    assert Message.objects.filter(pk=waiting.pk).exists()


def test_it_goes_in_small_batches_the_oldest_first_until_its_turn_is_over(
    ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forgetting, "BATCH", 2)
    messages = [aged(posted(ada), State.SENT, OLD + timedelta(days=days)) for days in range(7)]
    with time_machine.travel(clock.now(), tick=False) as traveller:
        some = forgetting._forget_some

        def slow(before: Any) -> int:
            traveller.shift(forgetting.TIME_SLICE * 0.6)
            return some(before)

        monkeypatch.setattr(forgetting, "_forget_some", slow)
        assert forgetting.forget() == 4
        assert set(Message.objects.values_list("pk", flat=True)) == {message.pk for message in messages[:3]}
        monkeypatch.setattr(forgetting, "_forget_some", some)
        assert forgetting.forget() == 3


def test_it_reads_an_index_and_not_the_table(ada: Person) -> None:
    over = Message.objects.exclude(state=State.PENDING).filter(due_at__lt=clock.now() - forgetting.KEPT)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "message_over" in over.order_by("due_at").values("pk")[:1000].explain()


def test_every_kind_of_cleaning_up_has_its_hour() -> None:
    from config.celery import app  # noqa: PLC0415  the whole schedule

    app.loader.import_default_modules()
    hourly = {entry["task"] for entry in app.conf.beat_schedule.values() if entry["schedule"] == 3600.0}
    assert "couples.outbox.forget" in hourly
    forgetters = {name for name in app.tasks if name.endswith(".forget")}
    assert forgetters == hourly
