import json
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from couples.outbox import metrics, queue
from couples.outbox.models import Message, State
from couples.outbox.services import lift
from rituals.nudges.lag import lag

SHOWN = 20
TITLES = ["", *metrics.Counts.__dataclass_fields__]


class Command(BaseCommand):
    help = (
        "What is due, late, dead, suppressed, and missed in the last day, of mail and push. Names no person, address or"
        " text. Can have what failed tried again once its reason is mended."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        one = parser.add_mutually_exclusive_group()
        one.add_argument("--retry", metavar="ID", type=UUID, help="try this message again")
        one.add_argument("--retry-all", action="store_true", help="try everything again that is still of use")
        one.add_argument("--reachable", metavar="ADDRESS", help="write to this address again: its mailbox is there")
        parser.add_argument("--json", action="store_true", help="the same numbers as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["retry"]:
            self._retry(options["retry"])
        elif options["retry_all"]:
            self.stdout.write(f"{queue.retry_all()} will be tried again within a minute.")
        elif options["reachable"]:
            self.stdout.write("Lifted." if lift(options["reachable"]) else "Nothing was held back from there.")
        elif options["json"]:
            self.stdout.write(json.dumps(metrics.figures().as_dict() | {"nudges": asdict(lag())}, indent=2))
        else:
            self._tell()

    def _retry(self, id: UUID) -> None:
        try:
            queue.retry(id)
        except queue.NothingToRetry:
            raise CommandError(
                "There is nothing to try again: no such message, or it has left, is too late, or carried a code."
            ) from None
        self.stdout.write("It will be tried again within a minute.")

    def _tell(self) -> None:
        found, ringing = metrics.figures(), lag()
        rows = [TITLES, *([name, *asdict(counts).values()] for name, counts in found.channels.items())]
        for row in rows:
            self.stdout.write("".join(f"{_short(cell):<20}" for cell in row).rstrip())
        self.stdout.write(f"\nnudges to ring now: {ringing.due}, the oldest {ringing.oldest_seconds:.0f} s")
        self.stdout.write(f"addresses that are not written to: {found.suppressed}")
        for error, many in found.troubles.items():
            self.stdout.write(f"tried again after {error}: {many}")
        for id, kind, error in _given_up():
            self.stdout.write(f"dead: {id} ({kind}) {error}")


def _short(cell: str | float) -> str:
    return f"{cell:.0f}" if isinstance(cell, float) else str(cell).replace("_", " ")


def _given_up() -> list[tuple[UUID, str, str]]:
    dead = Message.objects.filter(state=State.DEAD).order_by("-due_at")
    return list(dead.values_list("pk", "kind", "error")[:SHOWN])
