"""Makes an archive whole: its files one after the other, a few rows in memory at a time, into encrypted pieces."""

import zipfile
from collections.abc import Callable, Iterable, Iterator
from time import monotonic

from couples.accounts.models import Person
from couples.localized import for_reader
from couples.space.models import Couple
from journal.export import book, html_file, json_file
from journal.export.encrypted_file import EncryptedFile
from journal.export.models import Archive
from journal.export.records import Reader, count, pictures

#: Seconds between two words about how far it is.
PACE = 1.0

#: How often all records are read: for the data, the page and the book.
PASSES = 3
Say = Callable[[int, int], None]


class Progress:
    """Counts what was written of all there is, and says so now and then."""

    def __init__(self, say: Say) -> None:
        self.total, self.done, self._say, self._said = 0, 0, say, 0.0

    def step(self) -> None:
        self.done = min(self.done + 1, self.total)
        if monotonic() - self._said >= PACE:
            self.now()

    def now(self) -> None:
        self._said = monotonic()
        self._say(self.done, self.total)


def make(archive: Archive, say: Say) -> int:
    """Write it, in its person's language and by their clock. The size of the file. What `say` raises ends it."""
    person, couple = archive.person, archive.couple
    with for_reader(person):
        return _make(archive, couple, person, say)


def _make(archive: Archive, couple: Couple, person: Person, say: Say) -> int:
    progress, kept = Progress(say), EncryptedFile(archive)
    reader = Reader.of(couple, person, progress.step)
    progress.total = count(reader) * PASSES
    progress.now()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive_file:
        for name, pieces in _files(reader):
            with archive_file.open(name, "w", force_zip64=True) as file:
                for piece in pieces:
                    file.write(piece)
    kept.finish()
    progress.now()
    return kept.size


def _files(reader: Reader) -> Iterator[tuple[str, Iterable[bytes]]]:
    """Each file's name in the archive, and what is in it, a small piece at a time."""
    yield json_file.NAME, (piece.encode() for piece in json_file.write(reader))
    yield html_file.NAME, (piece.encode() for piece in html_file.write(reader))
    for picture in pictures(reader):
        yield picture.name, (picture.whole(),)
    for name, volume in book.volumes(reader):
        yield name, (volume,)
