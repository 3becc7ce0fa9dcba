"""The file between making and taking: pieces in the database, encrypted with the person's own key, one row each.

In rows and not in a folder: whoever makes it and whoever hands it out need share no disk, a backup holds nothing
readable of it, and it goes with the person's key.
"""

import io
from collections.abc import Iterator
from uuid import UUID, uuid5

from journal.export.models import Archive, ArchivePart

PIECE = 256 * 1024


class EncryptedFile(io.RawIOBase):
    """Takes bytes in order, and keeps no more than one piece of them in memory."""

    def __init__(self, archive: Archive) -> None:
        self._archive, self._held, self._number = archive, bytearray(), 0
        self.size = 0

    def writable(self) -> bool:
        return True

    def write(self, more: object) -> int:
        data = memoryview(more)  # type: ignore[arg-type]  # whatever has bytes
        self._held += data
        self.size += len(data)
        while len(self._held) >= PIECE:
            self._keep(bytes(self._held[:PIECE]))
            del self._held[:PIECE]
        return len(data)

    def finish(self) -> None:
        if self._held:
            self._keep(bytes(self._held))
            self._held.clear()

    def _keep(self, content: bytes) -> None:
        archive, number = self._archive, self._number
        part = ArchivePart(
            id=_id(archive, number),
            couple_id=archive.couple_id,
            person_id=archive.person_id,
            archive=archive,
            attempt=archive.attempts,
            number=number,
        )
        part.content = content
        part.save(force_insert=True)
        self._number += 1


def read(archive: Archive) -> Iterator[bytes]:
    """One piece after the other. Raises a VaultError for one that was changed or moved, LookupError for one missing."""
    number, left = 0, archive.size
    while left:
        part = ArchivePart.objects.filter(pk=_id(archive, number)).first()
        if part is None:
            raise LookupError(f"Piece {number} of an archive is missing")
        content: bytes = part.content
        yield content
        number, left = number + 1, left - len(content)


def forget(archive_id: UUID) -> None:
    ArchivePart.objects.filter(archive_id=archive_id).delete()


def _id(archive: Archive, number: int) -> UUID:
    return uuid5(archive.pk, f"{archive.attempts}/{number}")
