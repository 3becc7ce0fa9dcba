"""Tasks are knocked at by name: a name that nobody answers to would be found by nobody else."""

import re
from pathlib import Path

from django.conf import settings

from config.celery import app
from couples.outbox import doorbell

_NAMED = re.compile(r'doorbell\.knock\(\s*f?"([\w.{}]+)"')
_OPEN = re.compile(r"{\w+}")


def test_somebody_answers_to_every_name_that_is_knocked_at() -> None:
    """A name with a place for its package in it is answered for each package that knocks by it."""
    app.loader.import_default_modules()
    folders = [Path(settings.BASE_DIR, name) for name in ("config", "couples", "rituals", "journal")]
    files = {file: file.read_text() for folder in folders for file in folder.rglob("*.py")}
    named = {name for text in files.values() for name in _NAMED.findall(text)}
    assert named
    senders = {
        file.parent.name for file, text in files.items() if "import SentEntry" in text or "import sending" in text
    }
    whole = {_OPEN.sub(sender, name) for name in named for sender in senders}
    assert len(whole) >= 2
    assert {*whole, *doorbell._TASKS.values()} <= set(app.tasks)


def test_every_task_keeps_a_name_of_its_own() -> None:
    """What the release before has queued is asked for by name, wherever the task's module has moved to."""
    app.loader.import_default_modules()
    ours = {name: task for name, task in app.tasks.items() if not name.startswith("celery.")}
    assert ours
    for name, task in ours.items():
        assert name != f"{task.run.__module__}.{task.run.__name__}", f"{name} is named by where it stands"
