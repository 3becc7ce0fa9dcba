from typing import Any

from django.core.management.base import BaseCommand

from couples.erasing import services


class Command(BaseCommand):
    help = "Try erasings again that did not come to their end (docs/OPERATING.md). The clock does them within a minute."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{services.try_again()} erasings are tried again.")
