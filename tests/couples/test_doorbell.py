"""Tasks are knocked at by name: a name that nobody answers to would be found by nobody else."""

import re
from pathlib import Path

from django.conf import settings

from config.celery import app
from couples.outbox import doorbell
from journal.sending import SentEntry

_NAMED = re.compile(r'doorbell\.knock\(\s*"([\w.]+)"')


def test_somebody_answers_to_every_name_that_is_knocked_at() -> None:
    app.loader.import_default_modules()
    folders = [Path(settings.BASE_DIR, name) for name in ("config", "couples", "rituals", "journal")]
    named = {name for folder in folders for file in folder.rglob("*.py") for name in _NAMED.findall(file.read_text())}
    arrivals = {f"journal.{kind.TOPIC}.arrive" for kind in SentEntry.__subclasses__()}
    assert len(arrivals) >= 2
    assert {*named, *arrivals, *doorbell._TASKS.values()} <= set(app.tasks)


def test_every_task_keeps_a_name_of_its_own() -> None:
    """What the release before has queued is asked for by name, wherever the task's module has moved to."""
    app.loader.import_default_modules()
    ours = {name: task for name, task in app.tasks.items() if not name.startswith("celery.")}
    assert ours
    for name, task in ours.items():
        assert name != f"{task.run.__module__}.{task.run.__name__}", f"{name} is named by where it stands"
