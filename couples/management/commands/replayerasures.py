from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from couples.erasing import ledger, replay


class Command(BaseCommand):
    help = "Do again what was erased or left since the backup that this database was put back from (docs/ERASING.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; fail if there is something to do")

    def handle(self, *args: Any, **options: Any) -> None:
        behind = len(ledger.unknown())
        if options["check"]:
            if behind:
                raise CommandError(f"The ledger knows of {behind} erasures or leavings that this database does not")
            self.stdout.write("This database knows of all erasures and leavings.")
            return
        done = sum(1 for _line in replay.replay())
        ledger.note()
        self.stdout.write(f"{done} erasures or leavings done again. This database knows of all.")
