from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from couples import addresses
from couples.accounts.signing_up import doors


class Command(BaseCommand):
    help = "Prints a link with which one person may begin an account, for a week (NEARER_SIGNUP=invited)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", help="their email address; the link is for it alone")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.SIGNUP == "closed":
            raise CommandError("NEARER_SIGNUP is closed: set it to invited, then such a link lets somebody begin.")
        try:
            self.stdout.write(doors.link(addresses.spelled(options["address"])))
        except addresses.NoAddress:
            raise CommandError("That is no whole address, or none that mail reaches.") from None
