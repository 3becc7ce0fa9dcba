"""Files that are not ours, not whole, or made to do harm: one clear sentence each, and nothing of them is kept."""

import io
import json
import struct
import time
import zipfile
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from couples.accounts.models import Person
from couples.vault import keys
from couples.vault.holders import Holder
from journal.brought import archive_file, errors, services
from journal.brought.models import BroughtRecord
from tests.journal.brought.files import HEAD, record, words_json, zipped

pytestmark = pytest.mark.django_db

GOOD = words_json(record())


def refused(file: bytes, by: Person) -> type[errors.NotRead]:
    with pytest.raises(errors.NotRead) as told:
        services.bring(io.BytesIO(file), by=by, couple=None)
    assert "CANARY" not in str(told.value)
    assert not BroughtRecord.objects.exists()
    return type(told.value)


def test_an_archive_and_the_data_in_it_are_read_alike(ada: Person) -> None:
    for file in (GOOD, zipped(GOOD), zipped(GOOD, how=zipfile.ZIP_STORED), b"\xef\xbb\xbf" + GOOD):
        assert services.bring(io.BytesIO(file), by=ada, couple=None)
        assert BroughtRecord.objects.count() == 1


@pytest.mark.parametrize(
    "file",
    [
        b"",
        b"\x89PNG\r\n\x1a\n" + b"\x00" * 100,
        b"Dear diary",
        b"{}",
        b"[\n]}",
        b'{"format": "another", "version": 1, "records": [\n]}\n',
        words_json(record(), format="nearer"),
        b"[" * 100_000 + b"\n",
        zipped(GOOD, name="other.json"),
        zipped(GOOD, name="../words.json"),
        zipped(GOOD, name="/etc/words.json"),
        zipped(b"\x00" * 1000),
        zipped(zipped(GOOD)),
        zipped(zipped(GOOD), name="nearer-my-words.zip"),
        zipped(GOOD, how=zipfile.ZIP_LZMA),
        zipped(b"", name="empty"),
    ],
    ids=map(str, count()),  # the same in every process, whatever the files say
)
def test_what_is_not_ours(file: bytes, ada: Person) -> None:
    assert refused(file, ada) is errors.NotOurs


def test_another_version(ada: Person) -> None:
    assert refused(words_json(record(), version=2), ada) is errors.OtherVersion


LINE = json.dumps(record(), ensure_ascii=False).encode()


@pytest.mark.parametrize(
    "said",
    [
        {"by": "Ada"},
        {"state": "open to everybody"},
        {"id": "1"},
        {"id": None},
        {"when": "yesterday"},
        {"when": "2026-02-30"},
        {"when": 5},
        {"when": "2026-10-01T18:00:00+02:00"},
        {"title": 5},
        {"title": "x" * 2_001},
        {"parts": "words"},
        {"parts": [{"heading": ""}]},
        {"parts": [{"heading": "", "words": 5}]},
        {"parts": [{"heading": "", "words": ""}] * 41},
        {"parts": [["", ""]]},
        {"data": []},
        {"data": {"text": "half \ud800"}},
        {"data": {"text": "\x00"}},
        {"practice": 5},
        {"kind": ["thank-you"]},
    ],
    ids=map(str, count()),
)
def test_a_record_changed_by_hand(said: dict[str, Any], ada: Person) -> None:
    """Wherever it stands: what came before it is not kept either."""
    file = words_json(record(), record())
    line = json.dumps(record() | said).encode()  # with escapes, as another program would write it
    assert refused(file.replace(b"\n]}", b",\n" + line + b"\n]}"), ada) is errors.Changed


@pytest.mark.parametrize(
    "file",
    [
        words_json(record()).replace(LINE[:20], b""),
        words_json(record()).replace(b'"by": "you", ', b""),
        words_json(record(), version="1"),
        words_json(record(), version=True),
        words_json(record(), made_at="soon"),
        words_json(record()).replace(b'"text"', b'"text": NaN, "more"'),
        words_json(record()) + words_json(record()),
        words_json() .replace(b"\n]}", b"\n" + b"[" * 200_000 + b"\n]}"),
        words_json().replace(b"\n]}", b"\n5\n]}"),
        words_json(record()).replace(b"CANARY", b"\xff"),
    ],
    ids=map(str, count()),  # the same in every process, whatever the files say
)  # fmt: skip
def test_a_file_changed_by_hand(file: bytes, ada: Person) -> None:
    assert refused(file, ada) is errors.Changed


def test_made_up_by_another_programs_rules_it_is_not_read_by_halves(ada: Person) -> None:
    whole = json.dumps(HEAD | {"records": [record()]}, indent=1).encode()
    assert refused(whole, ada) is errors.NotOurs


@pytest.mark.parametrize("name", [{"practice": "diary"}, {"kind": "shopping"}, {"practice": "checkins"}], ids=str)
def test_a_kind_nobody_knows(name: dict[str, str], ada: Person) -> None:
    assert refused(words_json(record(), record(**name)), ada) is errors.UnknownKind


def test_cut_short(ada: Person) -> None:
    file = zipped(words_json(*(record() for _ in range(50))))
    assert refused(GOOD[:-4], ada) is errors.CutShort
    assert refused(file[: len(file) // 2], ada) is errors.CutShort
    assert refused(file[:40] + b"\x00" * 40 + file[80:], ada) is errors.CutShort


def test_a_password(ada: Person) -> None:
    file = bytearray(zipped(GOOD))
    directory = file.index(b"PK\x01\x02")
    for at in (6, directory + 8):
        file[at] |= 1
    assert refused(bytes(file), ada) is errors.Locked


def test_a_gigabyte_unpacked_is_given_up_early(ada: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """However small it came."""
    monkeypatch.setattr(archive_file, "MOST_UNPACKED", 2**20)
    many = words_json(*[record(by="other", data={"text": "x" * 10_000})] * 200)
    file = zipped(many)
    assert len(file) < 20_000
    assert refused(file, ada) is errors.TooMuch
    one = zipped(words_json(record(data={"text": "x" * (archive_file.LONGEST_LINE + 1)})))
    assert refused(one, ada) is errors.TooMuch


@pytest.mark.long_run
def test_a_real_gigabyte_costs_no_more_than_what_is_read_of_it(ada: Person, tmp_path: Path) -> None:
    line = json.dumps(record(by="other", data={"text": "x" * 2**20})).encode()
    file = tmp_path / "bomb.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("words.json", "w") as inside:
        inside.write(words_json().removesuffix(b"\n]}\n"))
        for _ in range(1024):
            inside.write(b"\n" + line + b",")
        inside.write(b"\n]}\n")
    assert file.stat().st_size < 4 * 2**20
    begun = time.process_time()
    with file.open("rb") as opened, pytest.raises(errors.TooMuch):
        services.bring(opened, by=ada, couple=None)
    assert time.process_time() - begun < 10
    assert not BroughtRecord.objects.exists()


def test_more_records_or_longer_ones_than_anybody_writes(ada: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    assert refused(words_json(record(data={"text": "x" * 300_000})), ada) is errors.TooMuch
    monkeypatch.setattr(archive_file, "MOST_RECORDS", 3)
    monkeypatch.setattr(services, "MOST_RECORDS", 3)
    assert refused(words_json(*(record() for _ in range(4))), ada) is errors.TooMuch
    services.bring(io.BytesIO(words_json(record(), record())), by=ada, couple=None)
    with pytest.raises(errors.TooMuch):
        services.bring(io.BytesIO(words_json(record(), record())), by=ada, couple=None)
    assert BroughtRecord.objects.count() == 2


def test_a_directory_of_a_million_names_is_not_read(ada: Person) -> None:
    """`zipfile` would keep all of it in memory."""
    name = struct.pack("<4s4B4HL2L5H2L", b"PK\x01\x02", 20, 0, 20, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"x"
    names = name * 20_000
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 20_000, 20_000, len(names), 4, 0)
    assert refused(b"PK\x03\x04" + names + end, ada) is errors.CutShort


def test_ids_of_others_stay_words(ada: Person, stranger: Person) -> None:
    """They are no key of any row: neither of the one it is kept in, nor of one it is looked for by."""
    theirs = uuid4()
    services.bring(io.BytesIO(words_json(record(id=str(theirs)))), by=stranger, couple=None)
    held = BroughtRecord.objects.get()
    planted = record(id=str(theirs), data={"text": "Mine", "id": str(held.pk), "person": str(stranger.pk)})
    services.bring(io.BytesIO(words_json(planted, record(id=str(held.pk)))), by=ada, couple=None)
    held.refresh_from_db()
    assert (held.person, held.content["data"]) == (stranger, {"text": "CANARY"})
    assert BroughtRecord.objects.by(ada).count() == 2
    assert not BroughtRecord.objects.filter(pk=theirs).exists()


def test_what_is_here_is_encrypted_with_the_persons_own_key(ada: Person) -> None:
    services.bring(io.BytesIO(GOOD), by=ada, couple=None)
    row = BroughtRecord.objects.get()
    key_id, _key = keys.key_for(Holder.person(ada.pk))
    assert key_id.bytes in bytes(row.__dict__["content"])
