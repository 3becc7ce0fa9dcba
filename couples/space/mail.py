"""What the outbox asks about an invitation, just before it is mailed."""

from typing import cast
from uuid import UUID

from django.urls import reverse

from couples.outbox.models import Message
from couples.space.models import Invitation
from couples.space.services import mail_is_welcome


def path(message: Message) -> str:
    return reverse("space:welcome", args=[Invitation.objects.get(pk=cast(UUID, message.about)).token])


def wanted(message: Message) -> bool:
    invitation = Invitation.objects.filter(pk=cast(UUID, message.about)).first()
    return invitation is not None and mail_is_welcome(invitation)
