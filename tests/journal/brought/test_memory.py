"""Twenty thousand records are brought along in the memory of a page's process as it is, and within its time."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from couples.accounts.models import Person
from couples.space.models import Couple
from journal.brought.models import BroughtRecord
from tests.journal.brought.files import record, words_json, zipped

ROOT = Path(__file__).parents[3]
MANY, MOST_MB, MOST_SECONDS = 20_000, 40, 10
WORDS = "You made tea before I knew that I wanted any, and you sat with me while it went cold. Thank you for that. "
BRING = """
import sys
import time
import django
django.setup()
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
from couples.accounts.models import Person
from journal.brought import services
def peak():
    [line] = [line for line in open("/proc/self/status") if line.startswith("VmHWM:")]
    return int(line.split()[1]) // 1024
person = Person.objects.get(email=sys.argv[3])
before = peak()
with open(sys.argv[2], "rb") as file:
    services.bring(file, by=person, couple=person.memberships.get().couple)
print(peak() - before, round(time.process_time()))
"""


@pytest.mark.long_run
@pytest.mark.django_db(transaction=True)
def test_many_years_come_along_in_little_memory(couple: Couple, ada: Person, tmp_path: Path) -> None:
    written = (record(data={"text": f"{nth} {WORDS * 4}"}) for nth in range(MANY))
    file = tmp_path / "nearer-my-words.zip"
    file.write_bytes(zipped(words_json(*written)))
    command = [sys.executable, "-P", "-c", BRING, str(connection.settings_dict["NAME"]), str(file), ada.email]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    more, seconds = map(int, done.stdout.split())
    print(f"{MANY} records: {more} MB more, {seconds} s")  # noqa: T201
    assert BroughtRecord.objects.by(ada).count() == MANY
    assert (more <= MOST_MB, seconds <= MOST_SECONDS) == (True, True), (more, seconds)
