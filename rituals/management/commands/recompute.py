from typing import Any

from django.core.management.base import BaseCommand

from rituals.nudges.recompute import recompute


class Command(BaseCommand):
    help = "Work out every nudge's next time anew: once after each release that brings new zone data. Safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        seen = moved = 0
        for looked_at, changed in recompute():
            seen, moved = seen + looked_at, moved + changed
        self.stdout.write(f"{seen} nudges, {moved} of them at another time now.")
