"""What the outbox asks about the one mail that somebody who leaves may have sent."""

from typing import cast
from uuid import UUID

from django.urls import reverse

from couples.outbox.models import Message
from couples.space.models import Membership


def path(message: Message) -> str:
    return reverse("leaving:told")


def wanted(message: Message) -> bool:
    """Not once they have read it, or have left themselves in the same moment."""
    waiting = Membership.objects.past().filter(person=message.person_id, couple=cast(UUID, message.about), told_at=None)
    return waiting.exists()
