"""Makes an archive whole: its files one after the other, a few rows in memory at a time, into encrypted pieces."""

import zipfile
from collections.abc import Callable, Iterator
from time import monotonic

from couples.accounts.models import Person
from couples.localized import for_reader
from couples.space.models import Couple
from journal.export import html_file, json_file
from journal.export.encrypted_file import EncryptedFile
from journal.export.models import Archive
from journal.export.records import Reader, count

#: Seconds between two words about how far it is.
PACE = 1.0

#: A file's name in the archive, and what writes it, a small piece at a time.
FILES: "tuple[tuple[str, Callable[[Reader], Iterator[str]]], ...]" = (
    (json_file.NAME, json_file.write),
    (html_file.NAME, html_file.write),
)
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
    progress.total = count(reader) * len(FILES)
    progress.now()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive_file:
        for name, write in FILES:
            with archive_file.open(name, "w", force_zip64=True) as file:
                for piece in write(reader):
                    file.write(piece.encode())
    kept.finish()
    progress.now()
    return kept.size
