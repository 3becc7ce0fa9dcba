"""Ringing for people with devices: a row for each channel, in the one statement that writes them all."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from couples.accounts.models import Person
from couples.outbox.models import Channel, Message, State
from couples.outbox.services import mute
from couples.push.models import Device
from couples.space.models import Couple
from rituals import services
from rituals.cadence import Rule
from rituals.models import Nudge
from rituals.nudges import engine

pytestmark = pytest.mark.django_db

EVENING = datetime(2026, 11, 29, 18, 0, tzinfo=UTC)


@pytest.fixture
def due(couple: Couple, ada: Person) -> None:
    """A weekly time for both, due at EVENING."""
    rule = Rule(at=time(19), weekdays=frozenset({6}))
    services.add(couple, by=ada, title="", rule=rule, zone="Europe/Berlin", minutes=30)
    Nudge.objects.update(next_at=EVENING)


def device(person: Person, name: str) -> None:
    row = Device(person=person, session_key="s", digest=name, browser="firefox", system="android")
    row.subscription = {"endpoint": name}
    row.save()


def rows() -> list[tuple[str, str, str]]:
    return sorted(Message.objects.values_list("person__name", "channel", "state"))


@pytest.mark.usefixtures("due")
def test_only_who_has_a_device_gets_a_row_for_it_and_one_however_many(ada: Person) -> None:
    device(ada, "one")
    device(ada, "two")
    with CaptureQueriesContext(connection) as asked:
        assert engine.ring(EVENING) == 3
    assert len([each for each in asked if "INSERT INTO couples_message" in each["sql"]]) == 1
    assert rows() == [
        ("Ada", Channel.MAIL, State.PENDING),
        ("Ada", Channel.PUSH, State.PENDING),
        ("Ben", Channel.MAIL, State.PENDING),
    ]
    mail, push = Message.objects.filter(person=ada).order_by("channel")
    for column in ("kind", "occurrence", "about", "due_at", "expires_at", "next_try_at", "created_at"):
        assert getattr(mail, column) == getattr(push, column), column


@pytest.mark.usefixtures("due")
def test_who_wants_none_on_devices_gets_none_there(ada: Person) -> None:
    device(ada, "one")
    mute(ada.pk, "nudge", channel=Channel.PUSH)
    engine.ring(EVENING)
    assert rows() == [("Ada", Channel.MAIL, State.PENDING), ("Ben", Channel.MAIL, State.PENDING)]


@pytest.mark.usefixtures("due")
def test_what_is_missed_is_written_down_once(ada: Person) -> None:
    device(ada, "one")
    engine.ring(EVENING + timedelta(hours=3))
    assert rows() == [("Ada", Channel.MAIL, State.MISSED), ("Ben", Channel.MAIL, State.MISSED)]


@pytest.mark.usefixtures("due")
def test_ringing_twice_pushes_once(ada: Person) -> None:
    device(ada, "one")
    engine.ring(EVENING)
    Nudge.objects.update(next_at=EVENING)
    assert engine.ring(EVENING) == 0
    assert len(rows()) == 3


@pytest.mark.usefixtures("due")
def test_each_channel_knocks_at_its_own_door(ada: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    device(ada, "one")
    heard: dict[str, list[object]] = {"mail": [], "push": []}
    monkeypatch.setattr(engine, "hand_over", lambda ids, *, channel=Channel.MAIL: heard[channel].extend(ids))
    engine.ring(EVENING)
    for channel, ids in heard.items():
        assert set(ids) == {str(row.pk) for row in Message.objects.filter(channel=channel)}
    assert len(heard["push"]) == 1
