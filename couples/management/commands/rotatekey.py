from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import ProgrammingError

from couples.vault import keyring, rotation
from couples.vault.rotation import Progress, Wrapped

SECONDS_BETWEEN_LINES = 2.0
NAMED = 20


class Command(BaseCommand):
    help = (
        "Move all that an older key of NEARER_KEY opens to the newest, so that the older one can be taken away."
        " Nearer may go on meanwhile. Stopped at any point, it loses nothing: start it again to go on. Shows no key."
    )
    #: Those of the database would refuse for one row that does not open, and this is who names it.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing, only say what still needs which key")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        try:
            if not check:
                self._rotate()
            self._report(rotation.counted())
        except ValueError as error:
            raise CommandError(str(error)) from None
        except ProgrammingError:
            raise CommandError("This database has no tables yet: run manage.py migrate first.") from None
        except KeyboardInterrupt:
            raise CommandError("Stopped. Nothing is lost or half done: start it again to go on.") from None

    def _rotate(self) -> None:
        newest = keyring.ids()[0]
        if any(by.kek_id == newest and by.opens_none for by in rotation.counted()):
            raise CommandError(
                f"Nothing was changed. {newest!r} in NEARER_KEY is not the key that had this name before. Put the right"
                " one back, or give the new key another name."
            )
        told_at = 0.0
        for progress in rotation.rotate():
            is_last = progress.done == progress.of
            if is_last or monotonic() - told_at >= SECONDS_BETWEEN_LINES:
                self._tell(progress)
                told_at = monotonic()
        if not is_last:
            self._tell(progress)

    def _tell(self, progress: Progress) -> None:
        self.stdout.write(f"{progress.done} of {progress.of} done")
        self.stdout.flush()

    def _report(self, found: list[Wrapped]) -> None:
        """Which key is needed for how much. Ends with an error while an older key is needed, or something is shut."""
        newest, *older = keyring.ids()
        if not found:
            self.stdout.write("Nothing in this database is encrypted yet.")
        for by in found:
            self.stdout.write(f"{by.kek_id!r}, {_what(by, newest)}: data keys: {by.count}{_trouble(by)}")
        if any(by.closed or by.kek_id != newest for by in found):
            raise CommandError(_what_to_do(found, newest))
        self.stdout.write(f"This database needs {newest!r} and no other key.")
        if older:
            names = ", ".join(repr(id) for id in older)
            self.stdout.write(
                f"Take {names} out of NEARER_KEY now. Backups made before today still need it: keep it as long as them."
            )


def _what(by: Wrapped, newest: str) -> str:
    if not by.known:
        return "not in NEARER_KEY"
    return "the newest" if by.kek_id == newest else "older"


def _trouble(by: Wrapped) -> str:
    named = [f"\n    does not open: {id}" for id in by.closed[:NAMED]]
    more = len(by.closed) - len(named)
    return "".join(named) + (f"\n    and {more} more" if more else "")


def _what_to_do(found: list[Wrapped], newest: str) -> str:
    """For each key that is needed still, or does not open what it should."""
    said = []
    for by in found:
        if not by.known:
            said.append(f"Add {by.kek_id!r} to NEARER_KEY again, behind the others, and run manage.py rotatekey.")
        elif by.opens_none:
            said.append(
                f"{by.kek_id!r} opens nothing that it should. If NEARER_KEY has another key under this name, put the"
                " right one back. If it is the right one, these rows were changed: only an earlier backup has them"
                " whole. Keep it until then."
            )
        elif by.closed:
            said.append(
                f"Keep {by.kek_id!r}: the rows named above were changed, and only an earlier backup has them whole."
            )
        elif by.kek_id != newest:
            said.append(f"Keep {by.kek_id!r} in NEARER_KEY, and run manage.py rotatekey.")
    return " ".join(said)
