from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from journal.agreements.models import SignedVersion
from journal.agreements.signing.download import Kept, read, signed_line


class Command(BaseCommand):
    help = "Say whether a downloaded text of guidelines was signed here, by whom and when."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            kept = read(file.read_bytes())
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        if kept is None:
            raise CommandError(f"{file} is no signed text downloaded from Nearer.")
        if kept.said != kept.digest:
            raise CommandError(f"The text was changed: its digest is {kept.digest}, the file says {kept.said}.")
        found = held(kept)
        if not found:
            raise CommandError(f"No text with the digest {kept.digest} was signed here by those the file names.")
        self.stdout.write(f"SHA-256: {kept.digest}")
        for version, signed in found:
            self.stdout.write(f"Version {version.number} here is exactly this text.")
            self.stdout.write("\n".join(signed))


def held(kept: Kept) -> list[tuple[SignedVersion, list[str]]]:
    """Versions with this text and these signatures: two couples may have signed the same words, and only one of them
    is asked about. A signature given since the download is told too."""
    found = []
    for version in SignedVersion.objects.filter(digest=kept.digest).defer("text", "lines"):
        signed = [signed_line(each) for each in version.signatures.order_by("signed_at")]
        if kept.signed <= set(signed):
            found.append((version, signed))
    return found
