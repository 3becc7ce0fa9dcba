"""The locks of couples and people: whatever changes something for both holds their couple, and so does leaving.

Whoever needs several takes them in one order, or two would wait for each other: couples, by their ids; then people, by
theirs; then whatever rows there are. Couples and people are held without their keys, as rows that refer to them may be
written meanwhile by those who hold a row of their own (journal/agreements/lock.py).
"""

from typing import TypeVar
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db import models, transaction

from couples.accounts.models import Person
from couples.errors import NoLongerThere
from couples.space.errors import SpaceClosed
from couples.space.models import Couple, Membership

M = TypeVar("M", bound=models.Model)


def hold(couple: Couple) -> Couple:
    """Locks the couple's row until the transaction ends, so that two at once go one after the other.

    Raises SpaceClosed if one of the two left meanwhile. Leaving takes the same lock: what was under way before it is
    done, and what comes after it finds a closed door (P1).
    """
    held = hold_even_closed(couple)
    if held.closed_at:
        raise SpaceClosed
    return held


def hold_even_closed(couple: Couple) -> Couple:
    """For what goes on in a couple that is over: leaving it twice, taking words along, erasing."""
    return Couple.objects.select_for_update(no_key=True).get(pk=couple.pk)


def hold_all_of(person: UUID) -> list[Couple]:
    """Every couple that somebody is or was in."""
    return list(Couple.objects.filter(memberships__person=person).order_by("pk").select_for_update(no_key=True))


def hold_with_couple(person: Person, *also: UUID) -> tuple[Person, Membership | None]:
    """Holds somebody, and before them the couple they are in now and those named. Them and their place in it.

    Where they are is known only before they are held. If they are somewhere else by then, all is let go and looked up
    once more.
    """
    while True:
        with transaction.atomic():
            own = _own(person)
            couples = {*also, own.couple_id} if own else {*also}
            list(Couple.objects.filter(pk__in=couples).order_by("pk").select_for_update(no_key=True))
            held = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
            if _own(person) == own:
                return held, own
            transaction.set_rollback(True)


def still(row: M) -> M:
    """The row, read anew by whoever holds its couple. Raises NoLongerThere where it was erased, or thrown away, on
    another page since it was looked up.
    """
    try:
        row.refresh_from_db()
    except ObjectDoesNotExist:
        raise NoLongerThere from None
    return row


def _own(person: Person) -> Membership | None:
    return Membership.objects.current().filter(person=person).select_related("couple").first()
