"""What goes with an account, and what stays of it: a row that says nothing, so that the other's rows keep their place.

What somebody wrote went before (couples/moments.py). Of a couple in which both have erased theirs, nothing stays.
"""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import models

from couples import clock
from couples.accounts.models import Person
from couples.erasing import ledger
from couples.erasing.models import What
from couples.outbox.models import Message, Suppression
from couples.space.models import Couple, CoupleOwned, Invitation, Membership
from couples.vault import keys
from couples.vault.holders import Holder
from couples.vault.models import DataKey

#: Rows of an account that stay: who was in which couple, with the name as it was at the end; and that there was a key.
STAYS: tuple[type[models.Model], ...] = (Membership, DataKey)


def forget(person: Person, couples: list[Couple], *, enter: bool) -> None:
    """In a transaction that holds all their `couples`, and then them. `enter`: it is not in the ledger yet."""
    for couple in couples:
        if Membership.objects.filter(couple=couple).order_by("slot").values_list("person", flat=True)[0] == person.pk:
            couple.called = ""
            couple.save(update_fields=["called"])
    Invitation.objects.filter(models.Q(invited_by=person) | models.Q(email=person.email)).delete()
    Message.objects.filter(address=person.email).delete()
    Suppression.objects.filter(address=person.email).delete()
    for model, name in belongings():
        model._base_manager.filter(**{name: person}).delete()
    key = DataKey.objects.filter(person=person).values_list("pk", flat=True).first()
    keys.destroy(Holder.person(person.pk))
    _empty(person)
    if enter:
        ledger.enter(What.PERSON, person.pk, key=key)
    for couple in couples:
        if not Membership.objects.filter(couple=couple, person__erased_at=None).exists():
            _end(couple, enter=enter)


def belongings() -> Iterator[tuple[type[models.Model], str]]:
    """Every table with rows of one account alone: sessions, devices, mail, factors, calendars. What belongs to a couple
    is not among them.
    """
    for relation in Person._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel) or relation.on_delete is not models.CASCADE:
            continue
        model: type[models.Model] = relation.related_model
        if model not in STAYS and not issubclass(model, CoupleOwned):
            yield model, relation.field.name


def _empty(person: Person) -> None:
    blank = Person(email=f"{person.pk}@erased.invalid", password=make_password(None))
    says: dict[str, Any] = {
        each.attname: getattr(blank, each.attname) for each in Person._meta.concrete_fields if each.name != "id"
    }
    Person.objects.filter(pk=person.pk).update(**says | {"is_active": False, "erased_at": clock.now()})


def _end(couple: Couple, *, enter: bool) -> None:
    """Both have erased what was theirs: the rest goes, and the key of both."""
    key = DataKey.objects.filter(couple=couple).values_list("pk", flat=True).first()
    keys.destroy(Holder.couple(couple.pk))
    if enter:
        ledger.enter(What.COUPLE, couple.pk, key=key)
    couple.delete()
