import os
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser

from couples.zones import zone_keys
from journal.demo import making

#: As long as a month of the story is.
A_MONTH, MONTHS = 30, 8


class Command(BaseCommand):
    help = "Makes two made-up people with eight months behind them, to look around in; or removes them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--zone", default=zone_here(), help="the clock they live by (default: this machine's)")
        parser.add_argument("--remove", action="store_true", help="remove them, and everything of theirs")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["zone"] not in zone_keys():
            raise CommandError("That is no time zone: write it like Europe/Berlin.")
        try:
            if options["remove"]:
                making.remove()
                self.stdout.write("The demo is gone. Everything else is as it was.")
                return
            making.make(zone=options["zone"], done=self.done)
        except ImproperlyConfigured as refused:
            raise CommandError(str(refused)) from None

    def done(self, day: int) -> None:
        """A line for each month, so that whoever waits sees it go on."""
        month = min(day // A_MONTH + 1, MONTHS)
        if month > getattr(self, "_month", 0):
            self._month = month
            self.stdout.write(f"Making two people up: month {month} of {MONTHS}")
            self.stdout.flush()


def zone_here() -> str:
    """What this machine's clock is set to, as far as it says so."""
    name = os.path.realpath("/etc/localtime").partition("zoneinfo/")[2]
    return name if name in zone_keys() else "UTC"
