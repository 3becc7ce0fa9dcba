"""Whatever could not do its work does not start, and says why in one sentence: each process, by its own command."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import OperationalError, connection

from bench.ports import free_ports
from config import start
from couples import clock
from couples.accounts.models import Person
from couples.space.models import Couple
from couples.vault import keys, rotation, trial
from couples.vault.holders import Holder
from couples.vault.models import DataKey
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db(transaction=True)

OTHER_BYTES = "test:HhwaGBYUEhAODAoIBgQCAAEDBQcJCwwNDxETFRcZGx0="
OTHER_NAME = "k2:HhwaGBYUEhAODAoIBgQCAAEDBQcJCwwNDxETFRcZGx0="
PYTHON = [sys.executable, "-P", "-m"]


def commands() -> dict[str, list[str]]:
    (port,) = free_ports(1)
    return {
        "web": [*PYTHON, "granian", "--interface=wsgi", f"--port={port}", "--workers=1", "config.wsgi:application"],
        "live": [*PYTHON, "uvicorn", "config.asgi:live", f"--port={port}"],
        "local": [*PYTHON, "uvicorn", "config.asgi:application", f"--port={port}"],
        "worker": [*PYTHON, "celery", "--app=config", "worker", "--queues=nearer", "--concurrency=1"],
        "clock": [*PYTHON, "celery", "--app=config", "worker", "--queues=clock", "--pool=threads"],
        "beat": [*PYTHON, "celery", "--app=config", "beat", "--pidfile="],
        "migrate": [sys.executable, "-P", "manage.py", "migrate", "--noinput"],
    }


def environment(**own: str) -> dict[str, str]:
    """Of this test's own database."""
    database = connection.settings_dict
    where = f"postgresql://{database['USER']}@{str(database['HOST']).replace('/', '%2F')}/{database['NAME']}"
    return {**os.environ, "DATABASE_URL": where, "PYTHONWARNINGS": "ignore"} | own


def ended(command: list[str], env: Mapping[str, str]) -> tuple[int, str]:
    done = subprocess.run(
        command, env=env, cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=90, check=False
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def written(ada: Person) -> DataKey:
    """Ada has written something."""
    key_id, _ = keys.key_for(Holder.person(ada.pk))
    return DataKey.objects.get(pk=key_id)


@pytest.mark.parametrize("name", commands())
def test_another_key_on_existing_data_is_refused_by_everything(written: DataKey, name: str) -> None:
    status, said = ended(commands()[name], environment(NEARER_KEY=OTHER_BYTES))
    assert status != 0
    assert said.count("The key 'test' in NEARER_KEY is not the one that words in this database are encrypted with") == 1
    assert "Traceback" not in said


@pytest.mark.parametrize("name", ["web", "live", "worker", "beat", "migrate"])
def test_a_setting_that_is_wrong_is_one_sentence_of_each_process(name: str) -> None:
    status, said = ended(commands()[name], environment(EMAIL_URL="mail.example.org"))
    assert status != 0
    assert said.count("Nearer does not start: EMAIL_URL must begin with smtp://") == 1
    assert "Traceback" not in said


def test_words_of_a_key_that_is_not_there_name_it(written: DataKey, settings: Any) -> None:
    settings.NEARER_KEY = OTHER_NAME
    assert "NEARER_KEY lacks the key 'test'" in trial.problem()
    settings.NEARER_KEY = f"{OTHER_NAME},{OTHER_BYTES}"
    assert "is not the one" in trial.problem()


def test_the_right_key_starts_also_beside_a_newer_one(written: DataKey, settings: Any) -> None:
    assert trial.problem() == ""
    settings.NEARER_KEY = f"{OTHER_NAME},{settings.NEARER_KEY}"
    assert trial.problem() == ""


def test_one_damaged_data_key_keeps_nobody_out(written: DataKey, couple: Couple) -> None:
    keys.key_for(Holder.couple(couple.pk))
    DataKey.objects.filter(pk=written.pk).update(wrapped=b"damaged", created_at=clock.now() + timedelta(days=1))
    assert trial.problem() == ""


def test_a_damaged_data_key_that_a_change_of_keys_left_behind_is_told_in_the_log(
    written: DataKey, couple: Couple, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    DataKey.objects.filter(pk=written.pk).update(wrapped=b"damaged")
    settings.NEARER_KEY = f"{OTHER_NAME},{settings.NEARER_KEY}"
    list(rotation.rotate())
    assert DataKey.objects.get(kek_id="test") == written
    assert trial.problem() == ""
    assert "The key 'test' opens nothing that it should" in caplog.text


def test_an_older_key_that_is_another_one_is_refused_beside_the_right_newest(couple: Couple, settings: Any) -> None:
    for _ in range(trial.TRIED):
        keys.key_for(Holder.person(PersonFactory().pk))
    settings.NEARER_KEY = f"{OTHER_NAME},{OTHER_BYTES}"
    keys.key_for(Holder.couple(couple.pk))
    assert "'test' in NEARER_KEY is not the one" in trial.problem()


def test_a_key_that_was_destroyed_and_a_database_without_any_say_nothing(written: DataKey, settings: Any) -> None:
    keys.destroy(written.holder)
    settings.NEARER_KEY = OTHER_BYTES
    assert trial.problem() == ""
    DataKey.objects.all().delete()
    assert trial.problem() == ""


def test_a_database_that_was_not_migrated_yet_has_nothing_to_try(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DataKey._meta, "db_table", "there_is_no_such_table")
    assert trial.problem() == ""


def test_migrate_asks_too(written: DataKey, settings: Any) -> None:
    settings.NEARER_KEY = OTHER_BYTES
    with pytest.raises(SystemCheckError, match="is not the one"):
        call_command("check", databases=["default"])
    call_command("check")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("NEARER_KEY", "", "NEARER_KEY is missing"),
        ("NEARER_KEY", "k1:AAAA", "must be 32 bytes"),
        ("VAPID_KEY", "AAAA", "NEARER_VAPID_KEY is no private key"),
        ("MAIL_WEBHOOK", "sendgrid", "NEARER_MAIL_WEBHOOK_SECRET is not what sendgrid gives out"),
    ],
)
def test_what_is_read_late_is_tried_at_the_start(name: str, value: str, said: str, settings: Any) -> None:
    settings.ANYMAIL = {"SENDGRID_TRACKING_WEBHOOK_VERIFICATION_KEY": "a-key-of-some-other-provider-entirely"}
    setattr(settings, name, value)
    with pytest.raises(SystemExit, match=said):
        start.insist(pages=True)


def test_a_database_that_comes_late_is_waited_for_and_one_that_never_does_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers = iter(["", OperationalError("starting up")][::-1])

    def problem() -> str:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return str(answer)

    monkeypatch.setattr(trial, "problem", problem)
    monkeypatch.setattr(time, "sleep", lambda seconds: None)
    start.insist()

    def never() -> str:
        raise OperationalError("no route")

    monkeypatch.setattr(trial, "problem", never)
    monkeypatch.setattr(start, "PATIENCE", 0.0)
    with pytest.raises(SystemExit, match="the database does not answer: look at DATABASE_URL"):
        start.insist()
