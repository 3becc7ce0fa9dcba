"""Reads `words.json`, by itself or out of an archive, a line at a time. Nothing is unpacked onto a disk.

An archive is read at one name only, so where its other names point is never asked. What somebody else made may unpack
to anything: lines, bytes and records are counted while they are read.
"""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, Final

from journal.brought import record
from journal.brought.errors import Changed, CutShort, Locked, NotOurs, OtherVersion, TooMuch
from journal.brought.record import Brought
from journal.own_words import FORMAT, VERSION

NAME: Final = "words.json"
#: A signed version of a hundred guidelines is the longest line, and stands in it three times.
LONGEST_LINE: Final = 4 * 1024 * 1024
#: Twenty thousand records are about 30 MiB.
MOST_UNPACKED: Final = 128 * 1024 * 1024
MOST_RECORDS: Final = 50_000
#: Whatever `zipfile` reads at once: else a directory of a million names would be in memory, all of it.
_AT_ONCE: Final = 128 * 1024
_ENCRYPTED: Final = 0x1
_PACKED: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class Lines:
    """The file's first line, and then its records. Raises NotRead, the later the more was read."""

    def __init__(self, file: BinaryIO) -> None:
        self._lines = _bounded(file)
        self.made_at = record.made_at(_head(next(self._lines, b"")))

    def own(self) -> Iterator[Brought]:
        """The person's own records. Others are counted, and left where they are."""
        known = record.kinds()
        for nth, line in enumerate(self._records()):
            if nth >= MOST_RECORDS:
                raise TooMuch
            if found := record.own(line, known):
                yield found

    def _records(self) -> Iterator[bytes]:
        for line in self._lines:
            text = line.strip()
            if text == b"]}":
                if any(rest.strip() for rest in self._lines):
                    raise Changed
                return
            if text:
                yield text.removesuffix(b",")
        raise CutShort


@contextmanager
def opened(file: BinaryIO) -> Iterator[Lines]:
    """The lines of `words.json` in this file, whichever of the two it is."""
    is_archive = file.read(4) in {b"PK\x03\x04", b"PK\x05\x06"}
    file.seek(0)
    if not is_archive:
        yield Lines(file)
        return
    try:
        with zipfile.ZipFile(_Careful(file)) as archive, _entry(archive) as entry:
            yield Lines(entry)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OverflowError):
        raise CutShort from None


def _entry(archive: zipfile.ZipFile) -> BinaryIO:
    info = next((each for each in archive.infolist() if each.filename == NAME), None)
    if info is None:
        raise NotOurs
    if info.flag_bits & _ENCRYPTED:
        raise Locked
    if info.compress_type not in _PACKED:
        raise NotOurs
    return archive.open(info)  # type: ignore[return-value]  # it can do what is needed of it


def _bounded(file: BinaryIO) -> Iterator[bytes]:
    left = MOST_UNPACKED
    while line := file.readline(LONGEST_LINE + 1):
        left -= len(line)
        if left < 0 or len(line) > LONGEST_LINE:
            raise TooMuch
        yield line


def _head(line: bytes) -> dict[str, Any]:
    """All that stands before the records. It says whose file it is: nobody's name in it is looked up or kept."""
    start = line.removeprefix(b"\xef\xbb\xbf").rstrip()
    if not start.endswith(b"["):
        raise NotOurs
    try:
        head = record.parsed(start + b"]}")
    except Changed:
        raise NotOurs from None
    if not isinstance(head, dict) or head.get("format") != FORMAT:
        raise NotOurs
    version = head.get("version")
    if type(version) is not int or version < 1:
        raise Changed
    if version > VERSION:
        raise OtherVersion
    return head


class _Careful:
    """A file that gives no more than a little at once."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self.seek, self.tell, self.seekable = file, file.seek, file.tell, file.seekable

    def read(self, size: int = -1) -> bytes:
        found = self._file.read(_AT_ONCE + 1 if size < 0 else min(size, _AT_ONCE + 1))
        if len(found) > _AT_ONCE:
            raise zipfile.BadZipFile
        return found
