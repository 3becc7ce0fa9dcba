from typing import Any

from django.core.management.base import BaseCommand

from couples.push import vapid


class Command(BaseCommand):
    help = "Make a key for notifications on devices, as a line for the environment. Devices are bound to it: keep it."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"NEARER_VAPID_KEY={vapid.new_key()}")
