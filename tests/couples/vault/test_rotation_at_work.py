"""A change of NEARER_KEY while others are at work, and killed (K4).

Row 16 of the matrix, briefly; `bin/bench trust --row 16` kills it at twenty points.
"""

import base64
import io
import logging

import pytest
from django.conf import settings as real
from django.core.management import call_command
from pytest_django import Settings

from bench import key_change
from couples.vault import keys, rotation
from couples.vault.errors import KeyGone
from couples.vault.holders import Holder
from couples.vault.models import DataKey
from tests.at_once import at_once
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db(transaction=True)

NEW = key_change.new_key("newer")


@pytest.fixture
def both(settings: Settings) -> str:
    """Words under two dozen data keys, and a newer key before theirs."""
    key_change.write(24)
    settings.NEARER_KEY = f"{NEW},{settings.NEARER_KEY}"
    keys.cache.clear()
    return str(settings.NEARER_KEY)


def test_killed_at_any_point_it_leaves_all_readable_and_goes_on() -> None:
    outcome = key_change.killed(3)
    assert (outcome.kills, outcome.unreadable, outcome.wrong) == (3, 0, [])


def test_the_detector_sees_a_fault_and_only_where_there_is_one(both: str) -> None:
    words = key_change.write(3)
    assert key_change.unreadable(words, both) == 0
    assert key_change.unreadable(words, key_change.new_key("newer")) == len(words)


def test_two_runs_at_once_do_no_harm(both: str, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rotation, "AT_ONCE", 3)
    before = {row.pk: keys.unwrapped(row) for row in DataKey.objects.all()}

    def run() -> None:
        list(rotation.rotate())

    at_once(run, run)
    assert key_change.left(both) == []
    settings.NEARER_KEY = NEW
    assert {row.pk: keys.unwrapped(row) for row in DataKey.objects.all()} == before


def test_whoever_is_erased_meanwhile_stays_erased(both: str, monkeypatch: pytest.MonkeyPatch) -> None:  # K7
    """Each key is destroyed while it is being moved, before or after, as chance has it."""
    monkeypatch.setattr(rotation, "AT_ONCE", 3)
    people = [row.holder for row in DataKey.objects.filter(person__isnull=False)]

    def erase() -> None:
        for holder in people:
            keys.destroy(holder)

    at_once(lambda: list(rotation.rotate()), erase)
    keys.cache.clear()
    for holder in people:
        with pytest.raises(KeyGone):
            keys.key_for(holder)
    assert key_change.left(both) == []


def test_words_are_written_and_read_meanwhile(both: str, settings: Settings) -> None:
    people = [PersonFactory() for _ in range(12)]
    made: dict[Holder, bytes] = {}

    def write() -> None:
        for person in people:
            keys.cache.clear()
            holder = Holder.person(person.pk)
            made[holder] = keys.key_for(holder)[1]

    at_once(lambda: list(rotation.rotate()), write)
    settings.NEARER_KEY = NEW
    keys.cache.clear()
    assert {holder: keys.key_for(holder)[1] for holder in made} == made
    assert len(made) == 12


def test_no_key_is_shown_or_logged(both: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    secrets = [key.partition(":")[2] for key in both.split(",")]
    data_keys = [keys.unwrapped(row) for row in DataKey.objects.all()]
    secrets += [base64.b64encode(key).decode() for key in data_keys] + [key.hex() for key in data_keys]
    said = io.StringIO()
    call_command("rotatekey", stdout=said, stderr=said)
    call_command("rotatekey", "--check", stdout=said, stderr=said)
    shown = said.getvalue() + caplog.text + "".join(repr(each) for each in rotation.counted())
    assert "no other key" in shown
    assert [secret for secret in secrets if secret in shown] == []
    assert str(real.NEARER_KEY) not in shown
