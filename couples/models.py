"""Gathers the models of couples' packages, so that they are one Django app with one migration history."""

from couples.accounts.models import AddressChange, Person, Session
from couples.erasing.models import LedgerLine
from couples.outbox.models import LastLetter, MailReport, Message, Mute, Suppression
from couples.push.models import Device
from couples.space.models import Couple, Invitation, InvitationRefusal, Membership
from couples.space.pausing.models import Holiday, Pause
from couples.vault.models import DataKey

__all__ = [
    "AddressChange",
    "Couple",
    "DataKey",
    "Device",
    "Holiday",
    "Invitation",
    "InvitationRefusal",
    "LastLetter",
    "LedgerLine",
    "MailReport",
    "Membership",
    "Message",
    "Mute",
    "Pause",
    "Person",
    "Session",
    "Suppression",
]
