"""Another address for an account, and the way back: for seven days the old mailbox can undo it (S23).

Whoever borrowed a phone, or knows a password, cannot take an account away for good by moving it to a mailbox of theirs.
"""

from typing import cast
from uuid import UUID

from allauth.account.models import EmailAddress
from django.core import signing
from django.db import transaction
from django.urls import reverse

from couples import clock
from couples.accounts import sessions
from couples.accounts.models import AddressChange, Person
from couples.outbox import tokens
from couples.outbox.models import Message
from couples.outbox.services import post

_SALT = "couples.accounts.changing"


class Gone(Exception):
    """Undone, too old, never there, or the address has an account of its own by now: all the same to whoever asks."""


@transaction.atomic
def moved(person: Person, *, before: str, here: str | None) -> None:
    """The address was changed by the session `here`: every other one ends, and both mailboxes are told, nobody else."""
    change = AddressChange.objects.create(person=person, before=before, after=person.email)
    sessions.end_all(person, but=here)
    post(kind="email_changed", person=person, address=before, about=change.pk, grace=AddressChange.LIFE)
    post(kind="email_added", person=person, address=person.email)


def find(token: str) -> AddressChange:
    """Raises Gone."""
    try:
        (id,) = signing.loads(token, salt=_SALT)
        return AddressChange.objects.open().select_related("person").get(pk=id)
    except (signing.BadSignature, AddressChange.DoesNotExist, ValueError, TypeError):
        raise Gone from None


@transaction.atomic
def undo(change: AddressChange) -> None:
    """The old address again, and nobody signed in anywhere. A password may be the other one's by now, so there is none:
    whoever reads mail there signs in with a code. Later changes cannot be undone any more. Raises Gone.
    """
    person = Person.objects.select_for_update(no_key=True).get(pk=change.person_id)
    if Person.objects.filter(email=change.before).exclude(pk=person.pk).exists():
        raise Gone
    since = AddressChange.objects.open().filter(person=person, at__gte=change.at)
    if change.pk not in set(since.values_list("pk", flat=True)):
        raise Gone
    since.update(undone_at=clock.now())
    other = person.email
    EmailAddress.objects.filter(user=person).delete()
    EmailAddress.objects.create(user=person, email=change.before, primary=True, verified=True)
    person.email = change.before
    person.set_unusable_password()
    person.save(update_fields=["email", "password"])
    sessions.end_all(person)
    for address in {change.before, other}:
        post(kind="email_restored", person=person, address=address)


def path(message: Message) -> str:
    return reverse("email-undo", args=[tokens.signed([str(message.about)], salt=_SALT)])


def wanted(message: Message) -> bool:
    return AddressChange.objects.open().filter(pk=cast(UUID, message.about)).exists()
