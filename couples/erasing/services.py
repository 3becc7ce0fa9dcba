"""Everything of somebody's, or their account: asked for, undone for seven days, then gone for good (G3, K7).

Whoever erases their account leaves their couple at once, as by leaving. From then on the account is of no use but to
keep it. Until it is gone nothing of it is gone. What is done at the end is done in pieces, so that it goes on where a
killed worker left it, and is counted before it begins (C5).
"""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.core import signing
from django.db import transaction
from django.db.models import F, QuerySet
from django.urls import reverse

from couples import clock, moments
from couples.accounts import sessions
from couples.accounts.models import Everything, Person
from couples.erasing import account, ledger
from couples.erasing.models import What
from couples.outbox import tokens
from couples.outbox.models import Message
from couples.outbox.services import post
from couples.space.leaving.services import leave
from couples.space.lock import hold_all_of, hold_with_couple
from couples.space.models import Membership

log = logging.getLogger(__name__)

KIND = "erasing"
LIFE = timedelta(days=7)
MOST_TRIES = 5
#: How many people's at one look.
AT_ONCE = 20
_SALT = "couples.erasing"


class Gone(Exception):
    """Kept already, over, or never there: all the same to whoever asks."""


@transaction.atomic
def ask(person: Person, *, what: Everything, here: str | None) -> None:
    """From the session `here`; every other one ends. Asking twice changes nothing, and asking for the account takes the
    place of asking for words.
    """
    held, own = hold_with_couple(person)
    if held.erase_at and held.erase_what in {what, Everything.ACCOUNT}:
        return
    at = clock.now() + LIFE
    Person.objects.filter(pk=person.pk).update(erase_what=what, erase_at=at, erase_tries=0)
    if own and what == Everything.ACCOUNT:
        leave(own.couple, by=person)
    sessions.end_all(person, but=here)
    post(kind=KIND, person=person, occurrence=at.isoformat(), grace=LIFE)


@transaction.atomic
def keep(person: Person) -> None:
    """Nothing is erased after all. Who has left has left. Raises Gone, also in the instant in which it begins."""
    kept = Person.objects.filter(pk=person.pk, erase_at__gt=clock.now(), erase_tries=0)
    if not kept.update(erase_at=None, erase_what="", erase_tries=0):
        raise Gone


def path(message: Message) -> str:
    return reverse("erase:by-mail", args=[tokens.signed([str(message.person_id), message.occurrence], salt=_SALT)])


def wanted(message: Message) -> bool:
    at = datetime.fromisoformat(message.occurrence)
    return message.person is not None and message.person.erase_at == at


def find(token: str) -> Person:
    """Who asked, by the link in their mail. Raises Gone."""
    try:
        id, at = signing.loads(token, salt=_SALT)
        return Person.objects.get(pk=id, erase_at=datetime.fromisoformat(at), erase_at__gt=clock.now())
    except (signing.BadSignature, Person.DoesNotExist, ValueError, TypeError):
        raise Gone from None


def sweep() -> None:
    """What is due is done. One that fails is tried again, and the others go on."""
    due = Person.objects.filter(erase_at__lte=clock.now(), erase_tries__lt=MOST_TRIES).order_by("erase_at")
    for id, what in list(due.values_list("pk", "erase_what")[:AT_ONCE]):
        if not due.filter(pk=id, erase_what=what).update(erase_tries=F("erase_tries") + 1):
            continue  # kept, or asked for anew, in this moment
        try:
            erase(id, what=Everything(what))
        except Exception:
            log.exception("Erasing did not come to its end for %s", id)
    ledger.note()


def stuck() -> QuerySet[Person]:
    """Those of whom every try failed. Nothing more is done until an operator has it tried again (C5)."""
    return Person.objects.filter(erase_at__lte=clock.now(), erase_tries__gte=MOST_TRIES)


def try_again() -> int:
    """What is stuck is due again. How many."""
    return stuck().update(erase_tries=0)


def erase(id: UUID, *, what: Everything, enter: bool = True) -> None:
    """For good. `enter`: it is not in the ledger yet. Done again it does no harm."""
    person = Person.objects.filter(pk=id).first()
    if person is None:
        return
    moments.erasing.happen(person)
    with transaction.atomic():
        if what == Everything.ACCOUNT:
            _erase_account(person, enter=enter)
        elif enter:
            ledger.enter(What.WORDS, id)
        # Whoever asked for more meanwhile has asked for it.
        Person.objects.filter(pk=id, erase_what=what).update(erase_at=None, erase_what="", erase_tries=0)


def _erase_account(person: Person, *, enter: bool) -> None:
    couples = hold_all_of(person.pk)
    # In a database from before they asked they have not left yet.
    own = Membership.objects.current().filter(person=person).select_related("couple").first()
    if own:
        leave(own.couple, by=person)
    # With the key: what is being written and names them is done before, or after.
    held = Person.objects.select_for_update().get(pk=person.pk)
    moments.erased.happen(held)
    account.forget(held, couples, enter=enter)
