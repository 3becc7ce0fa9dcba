"""Twenty thousand records are made into a file in a worker's memory as it is, however long they were written."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from couples import clock
from couples.accounts.models import Person
from couples.space.models import Couple
from journal.appreciations.models import Appreciation
from journal.export.models import Archive

ROOT = Path(__file__).parents[3]
MOST_MB = 150
WORDS = "You made tea before I knew that I wanted any, and you sat with me while it went cold. Thank you for that. "
#: Its own peak: what `getrusage` tells a child begins with its parent’s.
MAKE = """
import sys
from uuid import UUID
import django
django.setup()
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
from journal.export import services
services.make(UUID(sys.argv[2]))
[peak] = [line for line in open("/proc/self/status") if line.startswith("VmHWM:")]
print(int(peak.split()[1]) // 1024)
"""


def notes(couple: Couple, people: list[Person], many: int) -> Iterator[Appreciation]:
    now = clock.now()
    for nth in range(many):
        note = Appreciation(couple=couple, author=people[nth % 2], sealed_at=now, opened_at=now)
        note.text, note.took, note.did = f"{nth}: {WORDS * 3}", WORDS, ""
        yield note


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("many", [1_000, pytest.param(20_000, marks=pytest.mark.long_run)])
def test_a_file_of_many_years_is_made_in_little_memory(couple: Couple, ada: Person, ben: Person, many: int) -> None:
    Appreciation.objects.bulk_create(notes(couple, [ada, ben], many), batch_size=500)
    archive = Archive.objects.create(couple=couple, person=ada, session_key="x")
    name = str(connection.settings_dict["NAME"])
    command = [sys.executable, "-P", "-c", MAKE, name, str(archive.pk)]
    made = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert made.returncode == 0, made.stderr
    archive.refresh_from_db()
    assert archive.made_at
    assert archive.done == archive.total
    print(f"{many} records: {made.stdout.strip()} MB, file {archive.size / 2**20:.1f} MB")  # noqa: T201
    assert int(made.stdout) <= MOST_MB
