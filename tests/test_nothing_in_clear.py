"""No word anybody wrote is in the clear where the database, its log of writes or the broker keep things (K8), and none
that was erased opens with any key that is left (K7).
"""

import os
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from redis import Redis

from bench.restored import server
from couples import clock
from couples.accounts.models import Everything, Person
from couples.erasing import ledger
from couples.erasing import services as erasing
from couples.outbox.models import Message
from couples.space.models import Couple
from couples.vault import keys, rotation
from couples.vault.errors import KeyUnavailable
from couples.vault.holders import Holder
from couples.vault.models import DataKey
from journal.checkins import services as checkins
from journal.erasing import services as one_thing
from journal.export import services as export
from tests.addresses import world
from tests.anywhere import rows_with

pytestmark = pytest.mark.django_db
WORD = "Canarywordofadaandben"


def files_with(word: str) -> list[str]:
    """The database's own files that hold it, heaps, indexes and the log of writes alike."""
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute("SHOW data_directory")
        [home] = cursor.fetchone()
    return [
        str(Path(folder, name))
        for folder, _, names in os.walk(home)
        for name in names
        if word.encode() in _bytes(Path(folder, name))
    ]


def _bytes(file: Path) -> bytes:
    """Nothing of a file that is gone: other processes' tests empty tables of theirs under the same server meanwhile."""
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return b""


def keys_with(word: str) -> list[bytes]:
    broker = Redis.from_url(settings.REDIS_URL)
    return [key for key in broker.scan_iter() if word.encode() in key + (broker.dump(key) or b"")]


def test_words_of_every_practice_are_nowhere_in_the_clear(couple: Couple, ada: Person, ben: Person) -> None:
    world(couple, ada, ben, WORD, many=2)
    assert files_with(WORD) == []
    assert keys_with(WORD) == []


def test_a_word_left_in_the_clear_would_be_found(ada: Person) -> None:
    planted = "Plantedwordofnobody"
    Message.objects.create(kind="note", person=ada, occurrence=planted)
    assert files_with(planted)
    Redis.from_url(settings.REDIS_URL).set(planted, 1)
    assert keys_with(planted)


@pytest.mark.django_db(transaction=True)
def test_after_erasing_no_word_is_left_that_opens_nor_its_key(
    couple: Couple, ada: Person, ben: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One thing, with and without undo, a file on its way, all that one wrote, and both accounts."""
    monkeypatch.setattr(settings, "NEARER_LEDGER", str(tmp_path / "erasures.jsonl"))
    world(couple, ada, ben, WORD, many=1)
    mine = checkins.seal(couple, by=ada, on=clock.today(ada) - timedelta(days=300), values={"line": WORD})
    for undone in (True, False):
        archive = export.ask(couple, by=ada, session_key="x" * 64)
        export.make(archive.pk)
        just = one_thing.erase(couple, by=ada, practice="checkins", kind="checkin", id=mine.pk)
        if undone:
            one_thing.undo(just)
    assert len(rows_with(WORD)) > 20
    wrapped = [bytes(row.wrapped or b"") for row in DataKey.objects.filter(person__in=[ada, ben])]
    assert all(key.hex() in _dump() for key in wrapped)
    erasing.ask(ben, what=Everything.WORDS, here=None)
    for person in (ada, ben):
        erasing.ask(person, what=Everything.ACCOUNT, here=None)
    with time_machine.travel(clock.now() + timedelta(days=8)):
        one_thing.end()
        erasing.sweep()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
    assert rows_with(WORD) == []
    assert not Couple.objects.filter(pk=couple.pk).exists()
    dump = _dump()
    assert WORD not in dump
    assert not any(key.hex() in dump for key in wrapped)
    assert (files_with(WORD), keys_with(WORD)) == ([], [])
    assert WORD not in ledger.path().read_text()
    assert {line.what for line in ledger.read()} == {"left", "row", "person", "couple"}


def _dump() -> str:
    """As a backup has it, in plain SQL: bytes stand there in hexadecimal."""
    return server("pg_dump", "--format=plain").decode()


def test_a_copy_of_somebodys_key_opens_with_nothing_once_the_key_around_it_was_changed(
    ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a dump from before still holds of whoever has erased their account."""
    keys.key_for(Holder.person(ada.pk))
    copy = DataKey.objects.get(person=ada)
    older = str(settings.NEARER_KEY)
    newer = "next:HhwaGBYUEhAODAoIBgQCAAEDBQcJCwwNDxETFRcZGx0="
    monkeypatch.setattr(settings, "NEARER_KEY", f"{newer},{older}")
    list(rotation.rotate())
    keys.destroy(Holder.person(ada.pk))
    assert keys.unwrapped(copy)
    monkeypatch.setattr(settings, "NEARER_KEY", newer)
    with pytest.raises(KeyUnavailable):
        keys.unwrapped(copy)
