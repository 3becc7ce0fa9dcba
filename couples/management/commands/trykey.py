from typing import Any

from django.core.management.base import BaseCommand, CommandError

from couples.vault import trial


class Command(BaseCommand):
    help = "Say whether NEARER_KEY opens what is in the database. Shows nothing of it."
    #: Those of the database ask the same, in more words.
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        if problem := trial.problem():
            raise CommandError(problem)
        self.stdout.write("NEARER_KEY opens what is in the database.")
